package io.tidemark.recharge.record;

import java.util.List;
import java.util.Locale;

/** What a field of a record can mean to the job. */
public enum Tag {
    /** The service that logged the record. */
    SERVICE,
    /** How the recharge ended. */
    RESULT,
    /** The amount. */
    AMOUNT,
    /** When the whole process began. */
    START,
    /** When the whole process ended. */
    END,
    /** The region that the order counts under. */
    REGION;

    /** The tag as configuration spells it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The types that its fields may have, the usual one in front. */
    public List<TagType> types() {
        return switch (this) {
            case SERVICE, RESULT -> List.of(TagType.TEXT);
            case AMOUNT -> List.of(TagType.FEN, TagType.YUAN);
            case START -> times(TagType.TIME_PREFIX, TagType.TIME);
            case END -> times(TagType.TIME, TagType.TIME_PREFIX);
            case REGION -> List.of(TagType.CODE, TagType.AREA_CODE);
        };
    }

    /**
     * Whether a log may have no field for it. Without a service every record is an order; without an end every duration
     * is unknown.
     */
    public boolean isOptional() {
        return this == SERVICE || this == END;
    }

    private static List<TagType> times(TagType usual, TagType second) {
        return List.of(
                usual, second, TagType.TIME_SECONDS, TagType.DATE_TIME, TagType.EPOCH_SECONDS, TagType.EPOCH_MILLIS);
    }
}

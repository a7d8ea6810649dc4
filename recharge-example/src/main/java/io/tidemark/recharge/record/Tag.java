package io.tidemark.recharge.record;

import java.util.List;
import java.util.Locale;

/** The meaning of a field for the job. */
public enum Tag {
    /** The service that logged the record. */
    SERVICE,
    /** The result of the recharge. */
    RESULT,
    /** The amount. */
    AMOUNT,
    /** The start of the whole process. */
    START,
    /** The end of the whole process. */
    END,
    /** The region in which the order is counted. */
    REGION;

    /** The tag's name in the configuration. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The possible types of its fields, with the usual one first. */
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
     * Whether a log may lack the field. Without a service every record is an order; without an end every duration is
     * unknown.
     */
    public boolean isOptional() {
        return this == SERVICE || this == END;
    }

    private static List<TagType> times(TagType usual, TagType second) {
        return List.of(
                usual, second, TagType.TIME_SECONDS, TagType.DATE_TIME, TagType.EPOCH_SECONDS, TagType.EPOCH_MILLIS);
    }
}

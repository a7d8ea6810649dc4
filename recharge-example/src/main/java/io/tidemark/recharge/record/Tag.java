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
            case START -> List.of(TagType.TIME_PREFIX, TagType.TIME, TagType.TIME_SECONDS, TagType.EPOCH_MILLIS);
            case END -> List.of(TagType.TIME, TagType.TIME_PREFIX, TagType.TIME_SECONDS, TagType.EPOCH_MILLIS);
            case REGION -> List.of(TagType.CODE);
        };
    }
}

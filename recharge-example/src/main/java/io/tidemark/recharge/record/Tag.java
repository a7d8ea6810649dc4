package io.tidemark.recharge.record;

import java.util.Locale;

/** What a field of a record can mean to the job. */
public enum Tag {
    /** The service that logged the record. */
    SERVICE,
    /** How the recharge ended. */
    RESULT,
    /** The amount in fen. */
    AMOUNT,
    /** When the whole process began: the first 17 digits of the field. */
    START,
    /** When the whole process ended: 17 digits. */
    END,
    /** The region that the order counts under. */
    REGION;

    /** The tag as configuration spells it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

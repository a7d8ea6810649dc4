package io.tidemark.recharge.generate;

/** A fault in an order's record. */
enum Fault {
    NONE,
    // still orders, with unknown durations
    END_MISSING,
    END_EMPTY,
    END_MALFORMED,
    END_BEFORE_START,
    END_DAYS_LATER,
    // malformed
    CUT,
    TWO_OBJECTS,
    GARBAGE_BEHIND,
    ARRAY,
    PLAIN_TEXT,
    // no-service
    SERVICE_MISSING,
    SERVICE_EMPTY,
    // bad-result
    RESULT_MISSING,
    RESULT_EMPTY,
    // bad-amount
    AMOUNT_MISSING,
    AMOUNT_EMPTY,
    AMOUNT_NEGATIVE,
    AMOUNT_IN_YUAN,
    AMOUNT_TOO_LONG,
    AMOUNT_TOO_LARGE,
    // bad-start
    START_MISSING,
    START_SHORT,
    START_NO_DATE,
    START_TOO_EARLY,
    START_TOO_LATE,
    // bad-region
    REGION_MISSING,
    REGION_EMPTY,
    REGION_NAMED,
    REGION_TOO_LONG;

    private static final Weighted<Fault> REJECTED = rejected();
    private static final Weighted<Fault> UNKNOWN_DURATION = Weighted.<Fault>builder()
            .add(1, END_MISSING)
            .add(1, END_EMPTY)
            .add(1, END_MALFORMED)
            .add(1, END_BEFORE_START)
            .add(1, END_DAYS_LATER)
            .build();

    /** A fault for which a record is rejected. */
    static Fault rejected(Dice dice) {
        return REJECTED.pick(dice);
    }

    /** A fault that leaves an order's duration unknown. */
    static Fault unknownDuration(Dice dice) {
        return UNKNOWN_DURATION.pick(dice);
    }

    private static Weighted<Fault> rejected() {
        Weighted.Builder<Fault> faults = Weighted.builder();
        for (Fault fault : values()) {
            if (fault.compareTo(END_DAYS_LATER) > 0) {
                faults.add(fault == CUT ? 5 : 1, fault);
            }
        }
        return faults.build();
    }
}

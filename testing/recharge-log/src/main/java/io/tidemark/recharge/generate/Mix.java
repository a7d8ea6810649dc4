package io.tidemark.recharge.generate;

/** The frequencies of other records, per million orders. */
final class Mix {

    static final int MILLION = 1_000_000;

    /** Recharges whose records of earlier services are in the log, too. */
    static final int TRACED = 125_000;

    /** Recharges that are cancelled before they are paid. */
    static final int ABANDONED = 40_000;

    /** Of the failed recharges, those that are refunded. */
    static final int REFUNDED = 300_000;

    /** Notifications that are rejected; they are not orders. */
    static final int REJECTED = 6_000;

    /** Orders that are logged twice. */
    static final int REPEATED = 1_000;

    private Mix() {}
}

package io.tidemark.recharge.generate;

/** How often, per million orders, a log holds what else it holds. */
final class Mix {

    static final int MILLION = 1_000_000;

    /** Recharges whose way through the earlier services is in the log too. */
    static final int TRACED = 125_000;

    /** Recharges that are given up before they are paid. */
    static final int ABANDONED = 40_000;

    /** Of the failed recharges, those that are refunded. */
    static final int REFUNDED = 300_000;

    /** Notifications that are rejected; they are no orders. */
    static final int REJECTED = 6_000;

    /** Orders that are the one before logged again. */
    static final int REPEATED = 1_000;

    private Mix() {}
}

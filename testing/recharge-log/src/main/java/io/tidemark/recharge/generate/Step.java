package io.tidemark.recharge.generate;

import java.util.List;

/** The services of a recharge before its notification, in their order, and the refund after a failed one. */
enum Step {
    MAKE_ORDER("makeNewOrder", 0),
    PAY("sendPayReq", 60),
    PAID("payNotifyReq", 550),
    RECHARGE("sendRechargeReq", 580),
    REFUND("refundReq", 1_400);

    /** The services of every recharge. */
    static final List<Step> TRACE = List.of(MAKE_ORDER, PAY, PAID, RECHARGE);

    private final String service;
    private final int perMilleOfDuration;

    Step(String service, int perMilleOfDuration) {
        this.service = service;
        this.perMilleOfDuration = perMilleOfDuration;
    }

    String service() {
        return service;
    }

    /** The delay between the start of the recharge and the service's log record, in milliseconds. */
    long loggedAfter(Recharge recharge) {
        return recharge.durationMillis() * perMilleOfDuration / 1000 + 15;
    }

    /** The time of the service's log record, in milliseconds since the epoch. */
    long loggedAt(Recharge recharge) {
        return recharge.startMillis() + loggedAfter(recharge);
    }
}

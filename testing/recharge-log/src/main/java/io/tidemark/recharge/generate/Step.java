package io.tidemark.recharge.generate;

import java.util.List;

/** The services that a recharge passes before its notification, in their order, and the refund after a failed one. */
enum Step {
    MAKE_ORDER("makeNewOrder", 0),
    PAY("sendPayReq", 60),
    PAID("payNotifyReq", 550),
    RECHARGE("sendRechargeReq", 580),
    REFUND("refundReq", 1_400);

    /** The ones that every recharge passes. */
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

    /** How long after its recharge's start the service logs, in milliseconds. */
    long loggedAfter(Recharge recharge) {
        return recharge.durationMillis() * perMilleOfDuration / 1000 + 15;
    }

    /** When the service logs, in milliseconds since the epoch. */
    long loggedAt(Recharge recharge) {
        return recharge.startMillis() + loggedAfter(recharge);
    }
}

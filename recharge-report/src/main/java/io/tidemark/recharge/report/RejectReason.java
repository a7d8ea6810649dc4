package io.tidemark.recharge.report;

import java.util.Arrays;
import java.util.Optional;

/** Why a record was rejected. If several reasons apply, the first in this order counts. */
public enum RejectReason {
    /** Not exactly one JSON object. */
    MALFORMED("malformed"),
    /** No service. */
    NO_SERVICE("no-service"),
    /** An order without a result. */
    BAD_RESULT("bad-result"),
    /** An order whose amount is missing, not an integer of at most 18 digits, or negative. */
    BAD_AMOUNT("bad-amount"),
    /** An order whose start is missing or not a time. */
    BAD_START("bad-start"),
    /** An order whose region is missing or not 1 to 6 digits. */
    BAD_REGION("bad-region");

    private final String code;

    RejectReason(String code) {
        this.code = code;
    }

    /** The reason's name in metrics, headers and reports. */
    public String code() {
        return code;
    }

    /** The reason with this name. */
    public static Optional<RejectReason> of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }
}

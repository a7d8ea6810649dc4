package io.tidemark.recharge.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Counts orders: of a city, of a minute, or all. */
final class Tally {

    long orders;
    long succeeded;
    BigInteger amountFen = BigInteger.ZERO;

    void add(boolean success, BigInteger amount) {
        orders++;
        if (success) {
            succeeded++;
            amountFen = amountFen.add(amount);
        }
    }

    long failed() {
        return orders - succeeded;
    }

    Optional<BigDecimal> successRate() {
        return orders == 0
                ? Optional.empty()
                : Optional.of(new BigDecimal(succeeded).divide(new BigDecimal(orders), 4, RoundingMode.HALF_UP));
    }

    /** @throws ArithmeticException if the amount exceeds a {@code long} */
    long amount() {
        return amountFen.longValueExact();
    }
}

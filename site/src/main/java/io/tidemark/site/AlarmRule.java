package io.tidemark.site;

import java.time.Duration;
import java.util.Optional;

/**
 * When the page raises an alarm about the success rate of all regions; its threshold is {@link Display#alarmBelow}.
 *
 * @param window how many of the last full minutes count; whole minutes
 * @param leastOrders with fewer orders in the window an alarm is neither raised nor cleared
 * @param webhook receives a message when an alarm is raised and when it is cleared
 */
public record AlarmRule(Duration window, long leastOrders, Optional<Webhook> webhook) {

    /** Five minutes with at least 20 orders, without a webhook. */
    public static final AlarmRule DEFAULT = new AlarmRule(Duration.ofMinutes(5), 20, Optional.empty());

    /** @throws IllegalArgumentException if a number is out of its bounds */
    public AlarmRule {
        if (window.toMinutes() < 1
                || window.toMinutes() > 60
                || !window.equals(Duration.ofMinutes(window.toMinutes()))) {
            throw new IllegalArgumentException(
                    "the window " + window.toSeconds() + " s is not of 1 to 60 whole minutes");
        }
        if (leastOrders < 1) {
            throw new IllegalArgumentException("the least number of orders is " + leastOrders + ", not positive");
        }
    }
}

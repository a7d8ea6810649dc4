package io.tidemark.site;

import java.util.Map;

/**
 * How the page shows its numbers.
 *
 * @param warnBelow success rates below this share are shown as a warning
 * @param alarmBelow success rates below this share are shown as an alarm; not above {@code warnBelow}
 * @param failureCodes the meanings of failure codes, by code
 */
public record Display(double warnBelow, double alarmBelow, Map<String, Meaning> failureCodes) {

    /** Without meanings of codes. */
    public static final Display DEFAULT = new Display(0.95, 0.90, Map.of());

    /**
     * The meaning of a failure code.
     *
     * @param chinese on the Chinese page
     * @param english on the English page
     */
    public record Meaning(String chinese, String english) {}

    /** @throws IllegalArgumentException if the thresholds are not ordered, or not from 0 to 1 */
    public Display {
        if (!(0 <= alarmBelow && alarmBelow <= warnBelow && warnBelow <= 1)) {
            throw new IllegalArgumentException("Cannot use the thresholds " + alarmBelow + " and " + warnBelow
                    + " of success rates: they must be from 0 to 1, and the alarm not above the warning");
        }
        failureCodes = Map.copyOf(failureCodes);
    }
}

package io.tidemark.site;

import io.tidemark.recharge.region.RegionTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The view that a visitor has selected. Visitors with equal views share one reading.
 *
 * @param period the minutes
 * @param city the region of the panels; empty for all of them
 */
record View(PeriodChoice period, Optional<String> city) {

    /** The initial view of the page. */
    static final PeriodChoice DEFAULT_PERIOD = new PeriodChoice.Today();

    /** The parameters of a view. */
    static final Set<String> PARAMETERS = Set.of("period", "from", "to", "city");

    /** Whether this is one of the few views that the page's own buttons offer, for all regions. */
    boolean isStanding() {
        return city.isEmpty() && !(period instanceof PeriodChoice.Day) && !(period instanceof PeriodChoice.Span);
    }

    /**
     * Parses a view from a URL: {@code period}, or {@code from} and {@code to}, and {@code city}.
     *
     * @throws BadRequestException if the parameters are not a view of these regions
     */
    static View of(Map<String, String> parameters, RegionTable regions) {
        Optional<String> name = Optional.ofNullable(parameters.get("period"));
        Optional<String> from = Optional.ofNullable(parameters.get("from"));
        Optional<String> to = Optional.ofNullable(parameters.get("to"));
        boolean bounded = from.isPresent() || to.isPresent();
        if (name.isPresent() && bounded) {
            throw new BadRequestException("'period' excludes 'from' and 'to'");
        }
        Optional<String> city = Optional.ofNullable(parameters.get("city"));
        city.ifPresent(code -> {
            if (!code.equals(RegionTable.OTHER) && !regions.codes().contains(code)) {
                throw new BadRequestException("city '" + code + "' is not in the region table " + regions);
            }
        });
        return new View(
                bounded
                        ? PeriodChoice.span(from, to)
                        : name.map(PeriodChoice::named).orElse(DEFAULT_PERIOD),
                city);
    }
}

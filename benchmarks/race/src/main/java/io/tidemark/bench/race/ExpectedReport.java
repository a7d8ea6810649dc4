package io.tidemark.bench.race;

import io.tidemark.recharge.record.Dimension;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.report.RechargeReport;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The counts of the reference implementation.
 *
 * @param report its report
 * @param dimensions its orders by the dimensions, and by their values
 * @param failures its failed orders by city and failure code
 */
record ExpectedReport(
        RechargeReport report,
        Map<String, Map<String, RechargeReport.Overall>> dimensions,
        Map<String, Map<String, Long>> failures) {

    private static final String ANY_GROUP = "any";

    static ExpectedReport of(ReferenceCount reference) {
        return new ExpectedReport(
                reference.report(ANY_GROUP),
                TagDictionary.preset(FilledLog.PRESET).dimensions().stream()
                        .map(Dimension::name)
                        .collect(Collectors.toMap(Function.identity(), reference::by)),
                reference.failures());
    }
}

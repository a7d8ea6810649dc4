package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract must fail for every sink that violates it. */
@Tag("long")
class BrokenSinksTest {

    private static final Map<String, ContractRun> RUNS = new HashMap<>();
    private static final Broken SOUND = new Broken("nothing", ForwardingMetricSink::new, Set.of());

    static Stream<Broken> brokenSinks() {
        return Stream.of(
                new Broken(
                        "MovesTheLedgerFirst",
                        BrokenSinks.MovesTheLedgerFirst::new,
                        Set.of("aSumThatWouldOverflowIsRefused", "aValueOfAnotherKindIsRefused")),
                new Broken(
                        "CountsFirst",
                        BrokenSinks.CountsFirst::new,
                        Set.of("anAppliedBatchDoesNotCountAgain", "aDriverThatWasOvertakenCountsNothing")),
                new Broken(
                        "CountsNothing", BrokenSinks.CountsNothing::new, Set.of("aBatchMovesMetricsAndLedgerTogether")),
                new Broken(
                        "LosesUpdates",
                        BrokenSinks.LosesUpdates::new,
                        Set.of("sixteenRacingDriversCountEveryOffsetOnce")),
                new Broken(
                        "WritesInPart",
                        BrokenSinks.WritesInPart::new,
                        Set.of("oneStalePartitionKeepsTheWholeBatchFromCounting", "everyReadingIsOneState")),
                new Broken(
                        "JumpsOverConflicts",
                        BrokenSinks.JumpsOverConflicts::new,
                        Set.of("aBatchBehindAGapDoesNotCount", "aBatchWithOtherBoundsDoesNotCountAgain")),
                new Broken(
                        "DropsBatchesWithoutMeasurements",
                        BrokenSinks.DropsBatchesWithoutMeasurements::new,
                        Set.of("aBatchWithoutMeasurementsMovesTheLedger")),
                new Broken(
                        "DropsEmptyRanges",
                        BrokenSinks.DropsEmptyRanges::new,
                        Set.of("measurementsOfAnEmptyRangeAreCountedOnItsPlaceOnly")),
                new Broken(
                        "KeepsOneOfABatch",
                        BrokenSinks.KeepsOneOfABatch::new,
                        Set.of("measurementsOfOnePlaceInOneBatchAddUp")),
                new Broken(
                        "WritesOnePage",
                        BrokenSinks.WritesOnePage::new,
                        Set.of("aThousandPartitionsAndThousandsOfMeasurementsAreOneBatch")),
                new Broken("MixesGroups", BrokenSinks.MixesGroups::new, Set.of("groupsCountForThemselves")),
                new Broken(
                        "ForgetsOnMoves",
                        BrokenSinks.ForgetsOnMoves::new,
                        Set.of("movingTheLedgerLeavesTheMetricsAsTheyAre")),
                new Broken(
                        "CountsInDoubles",
                        BrokenSinks.CountsInDoubles::new,
                        Set.of(
                                "sumsAreExactBeyondWhatADoubleHolds",
                                "countsOfHistogramsAreExactBeyondWhatADoubleHolds",
                                "aMaximumTellsNeighbouringLargeNumbersApart",
                                "aMinimumTellsNeighbouringLargeNumbersApart")),
                new Broken("CountsUpOnly", BrokenSinks.CountsUpOnly::new, Set.of("sumsAddUp")),
                new Broken(
                        "StartsMaximaAtZero", BrokenSinks.StartsMaximaAtZero::new, Set.of("aMaximumKeepsTheLargest")),
                new Broken(
                        "StartsMinimaAtZero", BrokenSinks.StartsMinimaAtZero::new, Set.of("aMinimumKeepsTheSmallest")),
                new Broken(
                        "KeepsTheFirstLast",
                        BrokenSinks.KeepsTheFirstLast::new,
                        Set.of("theLastValueIsThatOfTheLastBatch")),
                new Broken(
                        "ForgetsTheBucketOfZero",
                        BrokenSinks.ForgetsTheBucketOfZero::new,
                        Set.of("histogramsAddUpBucketByBucket")),
                new Broken(
                        "WritesAroundWhatDoesNotMerge",
                        BrokenSinks.WritesAroundWhatDoesNotMerge::new,
                        Set.of("oneSumThatWouldOverflowAmongOthersIsRefusedWithThem")),
                new Broken(
                        "FindsErrorsTooLate",
                        BrokenSinks.FindsErrorsTooLate::new,
                        Set.of("oneSumThatWouldOverflowAmongOthersIsRefusedWithThem")),
                new Broken(
                        "SaturatesSilently",
                        BrokenSinks.SaturatesSilently::new,
                        Set.of(
                                "aSumThatWouldOverflowIsRefused",
                                "aSumThatWouldOverflowDownwardsIsRefused",
                                "aSumThatWouldOverflowOverTheWholeHistoryIsRefused")),
                new Broken(
                        "ThrowsItsOwnErrors",
                        BrokenSinks.ThrowsItsOwnErrors::new,
                        Set.of("aCountOfAHistogramThatWouldOverflowIsRefused")),
                new Broken(
                        "RemembersKindsOfRefusedBatches",
                        BrokenSinks.RemembersKindsOfRefusedBatches::new,
                        Set.of("aMetricThatOnlyARefusedBatchNamedHasNoKindYet")),
                new Broken(
                        "IncludesTheEndOfPeriods",
                        BrokenSinks.IncludesTheEndOfPeriods::new,
                        Set.of("aPeriodBoundsTotalsFromInclusiveToExclusive")),
                new Broken(
                        "AnswersWholeHours",
                        BrokenSinks.AnswersWholeHours::new,
                        Set.of("periodsOfManyHoursAndDaysAddUp", "aPeriodThatCutsAnHourTakesItsOwnMinutesOnly")),
                new Broken(
                        "IgnoresTheTagsOfASeries",
                        BrokenSinks.IgnoresTheTagsOfASeries::new,
                        Set.of("aSeriesOfTagsTakesTheValuesThatCarryThem")),
                new Broken(
                        "CountsTimelessValuesNowhere",
                        BrokenSinks.CountsTimelessValuesNowhere::new,
                        Set.of("aTimelessValueCountsInTheWholeHistoryAlone")),
                new Broken(
                        "CountsTimelessValuesInAMinute",
                        BrokenSinks.CountsTimelessValuesInAMinute::new,
                        Set.of("aTimelessValueCountsInTheWholeHistoryAlone")),
                new Broken(
                        "CountsHoursInTheirFirstMinute",
                        BrokenSinks.CountsHoursInTheirFirstMinute::new,
                        Set.of("aValueOfAnHourCountsInWholeHoursAlone", "aHistogramOfAnHourIsReadAsItWasWritten")),
                new Broken(
                        "CountsHoursInTheWholeHistoryAlone",
                        BrokenSinks.CountsHoursInTheWholeHistoryAlone::new,
                        Set.of("aValueOfAnHourCountsInWholeHoursAlone", "aHistogramOfAnHourIsReadAsItWasWritten")),
                new Broken(
                        "MergesAllTags",
                        BrokenSinks.MergesAllTags::new,
                        Set.of("totalsAreGivenForEachCombinationOfTags")),
                new Broken(
                        "BeginsHoursAtTheirFirstValue",
                        BrokenSinks.BeginsHoursAtTheirFirstValue::new,
                        Set.of("aSeriesOfHoursBeginsItsStepsAtFullHours")),
                new Broken(
                        "RunsTagsTogether",
                        BrokenSinks.RunsTagsTogether::new,
                        Set.of("tagsOfAnyCharactersAreToldApart")),
                new Broken(
                        "FoldsTheCaseOfMetrics",
                        BrokenSinks.FoldsTheCaseOfMetrics::new,
                        Set.of("metricsWithLikeNamesAreToldApart")),
                new Broken(
                        "LosesTimesBeforeTheEpoch",
                        BrokenSinks.LosesTimesBeforeTheEpoch::new,
                        Set.of("minutesBeforeTheEpochAreKept")),
                new Broken("ReadsTwoStates", BrokenSinks.ReadsTwoStates::new, Set.of("everyReadingIsOneState")),
                new Broken("ReadsLate", BrokenSinks.ReadsLate::new, Set.of("aSnapshotDoesNotChangeWithWhatIsWritten")),
                new Broken(
                        "AnswersAnything",
                        BrokenSinks.AnswersAnything::new,
                        Set.of("aQueryThatWasNotPartOfTheReadingIsRefused")),
                new Broken(
                        "AnswersOneQuery",
                        BrokenSinks.AnswersOneQuery::new,
                        Set.of("severalQueriesAreAnsweredInOneReading")),
                new Broken(
                        "ShowsHalfTheLedger",
                        BrokenSinks.ShowsHalfTheLedger::new,
                        Set.of("theSnapshotHoldsTheWholeLedgerOfTheGroup")),
                new Broken(
                        "MistakesTheTimeOfWriting",
                        BrokenSinks.MistakesTheTimeOfWriting::new,
                        Set.of("onlyBatchesCountAsWritten")),
                new Broken(
                        "FailsOnUnknownGroups",
                        BrokenSinks.FailsOnUnknownGroups::new,
                        Set.of("whereNothingWasWrittenAnswersAreEmpty")));
    }

    @AfterAll
    static void forgetRuns() {
        RUNS.clear();
    }

    @ParameterizedTest
    @MethodSource("brokenSinks")
    void aBrokenSinkFailsTheTestThatGuardsAgainstIt(Broken broken) {
        assertThat(run(broken).failed()).containsAll(broken.caughtBy());
    }

    @Test
    void aSoundSinkPassesEveryTestAndNoneIsSkipped() {
        assertThat(run(SOUND).failed()).isEmpty();
        assertThat(run(SOUND).skipped()).isEmpty();
        assertThat(run(SOUND).passed()).hasSizeGreaterThan(50);
    }

    @Test
    void everyTestOfTheContractIsFailedBySomeBrokenSink() {
        Set<String> neverFailed = new TreeSet<>(run(SOUND).passed());

        brokenSinks().forEach(broken -> neverFailed.removeAll(run(broken).failed()));

        assertThat(neverFailed).isEmpty();
    }

    private static ContractRun run(Broken broken) {
        return RUNS.computeIfAbsent(broken.name(), name -> {
            BrokenSinkContract.UNDER_TEST.set(broken.sink());
            try {
                return ContractRun.of(BrokenSinkContract.class);
            } finally {
                BrokenSinkContract.UNDER_TEST.remove();
            }
        });
    }

    /**
     * A sink that violates the contract.
     *
     * @param name its behaviour
     * @param sink creates the sink of a test
     * @param caughtBy tests that must fail
     */
    record Broken(String name, Supplier<ForwardingMetricSink> sink, Set<String> caughtBy) {

        @Override
        public String toString() {
            return name;
        }
    }
}

package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
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

/** The contract must fail for every store that violates it. */
@Tag("long")
class BrokenStoresTest {

    private static final Map<String, ContractRun> RUNS = new HashMap<>();

    static Stream<Broken> brokenStores() {
        return Stream.of(
                broken(
                        "ForgetsCommits",
                        BrokenStores.ForgetsCommits::new,
                        "aCommitMovesAllItsPartitions",
                        "commitsFormAChain"),
                broken(
                        "LeavesOneConditionOut",
                        BrokenStores.LeavesOneConditionOut::new,
                        "oneStalePartitionRefusesTheCommitWhereverItStands",
                        "aRandomHistoryEndsAsThatOfTheModel"),
                broken(
                        "AppliesInPart",
                        BrokenStores.AppliesInPart::new,
                        "oneStalePartitionRefusesTheCommitWhereverItStands",
                        "aPartitionWithoutAnEntryAmongOthersRefusesTheCommit",
                        "aRandomHistoryEndsAsThatOfTheModel"),
                broken("LosesUpdates", BrokenStores.LosesUpdates::new, "racingCommitsFormAChainWithoutGapOrOverlap"),
                broken(
                        "AcceptsReplays",
                        BrokenStores.AcceptsReplays::new,
                        "anAppliedCommitDoesNotApplyAgain",
                        "aRangeThatBeginsBeforeWhatIsStoredIsRefused",
                        "aRandomHistoryEndsAsThatOfTheModel"),
                broken("AcceptsGaps", BrokenStores.AcceptsGaps::new, "aRangeThatBeginsBehindWhatIsStoredIsRefused"),
                broken(
                        "OverwritesOnCommit",
                        BrokenStores.OverwritesOnCommit::new,
                        "aDriverThatWasOvertakenIsRefusedUntilItReadsAgain"),
                broken(
                        "CommitsWhatIsAbsent",
                        BrokenStores.CommitsWhatIsAbsent::new,
                        "aPartitionWithoutAnEntryIsInConflict"),
                broken(
                        "IgnoresEmptyRanges",
                        BrokenStores.IgnoresEmptyRanges::new,
                        "anEmptyRangeOutOfItsPlaceRefusesTheCommit"),
                broken(
                        "CountsChangedRows",
                        BrokenStores.CountsChangedRows::new,
                        "anEmptyRangeInItsPlaceChangesNothing",
                        "aMoveToWhereItStandsIsAccepted"),
                broken(
                        "SwallowsConflicts",
                        BrokenStores.SwallowsConflicts::new,
                        "aDriverThatWasOvertakenIsRefusedUntilItReadsAgain"),
                broken(
                        "FindsNothing",
                        BrokenStores.FindsNothing::new,
                        "aConflictNamesTheGroupAndEveryPartitionConcerned",
                        "aMoveFromAnotherOffsetIsRefused"),
                broken(
                        "NamesOneConflict",
                        BrokenStores.NamesOneConflict::new,
                        "aConflictNamesTheGroupAndEveryPartitionConcerned"),
                broken(
                        "HidesConflicts",
                        BrokenStores.HidesConflicts::new,
                        "aDriverThatWasOvertakenIsRefusedUntilItReadsAgain",
                        "aMoveFromAnotherOffsetIsRefused"),
                broken("MovesNeighbours", BrokenStores.MovesNeighbours::new, "aCommitLeavesOtherPartitionsAsTheyAre"),
                broken(
                        "KeepsDoubles",
                        BrokenStores.KeepsDoubles::new,
                        "offsetsUpToTheLargestLongAreStored",
                        "neighbouringLargeOffsetsAreToldApart"),
                broken("WritesOnePage", BrokenStores.WritesOnePage::new, "initializeReachesAThousandPartitions"),
                broken("CommitsOnePage", BrokenStores.CommitsOnePage::new, "aThousandPartitionsMoveTogether"),
                broken(
                        "MovesOnePage",
                        BrokenStores.MovesOnePage::new,
                        "aThousandPartitionsAreMovedTogether",
                        "aThousandReceiptsAreStoredTogether"),
                broken(
                        "OverwritesOnInitialize",
                        BrokenStores.OverwritesOnInitialize::new,
                        "initializeLeavesWhatIsThereAndReturnsWhatGoverns"),
                broken(
                        "AnswersWhatWasGiven",
                        BrokenStores.AnswersWhatWasGiven::new,
                        "initializeLeavesWhatIsThereAndReturnsWhatGoverns"),
                broken(
                        "AnswersMoreThanAsked",
                        BrokenStores.AnswersMoreThanAsked::new,
                        "initializeReturnsOnlyWhatItWasAskedFor"),
                broken(
                        "FailsOnNothing",
                        BrokenStores.FailsOnNothing::new,
                        "initializeOfNothingStoresNothing",
                        "noTopicIsReadAsAnEmptyMap"),
                broken("RacesOnInitialize", BrokenStores.RacesOnInitialize::new, "racingFirstOffsetsAreStoredOnce"),
                broken("ReadsZeroForNothing", BrokenStores.ReadsZeroForNothing::new, "nothingStoredIsReadAsAnEmptyMap"),
                broken("ReadsAllTopics", BrokenStores.ReadsAllTopics::new, "onlyTheTopicsAskedForAreRead"),
                broken("OverlooksTopics", BrokenStores.OverlooksTopics::new, "topicsThatWereNotNamedAreRead"),
                broken(
                        "ForgetsGovernors",
                        BrokenStores.ForgetsGovernors::new,
                        "whatGovernsIsReadByOthersAsItWasRecorded"),
                broken(
                        "MakesUpGovernors",
                        BrokenStores.MakesUpGovernors::new,
                        "nothingIsRecordedOfAGroupThatNoStreamHasStarted"),
                broken(
                        "SharesGovernors",
                        BrokenStores.SharesGovernors::new,
                        "whatGovernsOneGroupIsNotRecordedOfAnother"),
                broken(
                        "EmptiesGroupsWithGovernors",
                        BrokenStores.EmptiesGroupsWithGovernors::new,
                        "recordingWhatGovernsLeavesOffsetsAndReceiptsAsTheyAre"),
                broken("ReadsAllGroups", BrokenStores.ReadsAllGroups::new, "whatOtherGroupsHaveIsNotRead"),
                broken("ReadsALiveMap", BrokenStores.ReadsALiveMap::new, "whatWasReadDoesNotChangeWithTheStore"),
                broken("ReadsInParts", BrokenStores.ReadsInParts::new, "nobodyReadsHalfACommit"),
                broken(
                        "DropsIdentities",
                        BrokenStores.DropsIdentities::new,
                        "theIdentityGivenFirstIsKeptWhereIdentitiesAre"),
                broken(
                        "ForgetsIdentitiesOnCommit",
                        BrokenStores.ForgetsIdentitiesOnCommit::new,
                        "aCommitLeavesTheIdentityAsItIs"),
                broken(
                        "KeepsTheOldIdentity",
                        BrokenStores.KeepsTheOldIdentity::new,
                        "aMoveReplacesTheIdentityWhereIdentitiesAreKept",
                        "aRandomHistoryEndsAsThatOfTheModel"),
                broken(
                        "IgnoresTheExpectedIdentity",
                        BrokenStores.IgnoresTheExpectedIdentity::new,
                        "aMoveFromAnotherIdentityIsRefusedWhereIdentitiesAreKept"),
                broken(
                        "TakesForeignTimes",
                        BrokenStores.TakesForeignTimes::new,
                        "theTimeOfAnEntryIsTheStoresOwnWhereTimesAreKept"),
                broken(
                        "MovesUnconditionally",
                        BrokenStores.MovesUnconditionally::new,
                        "aMoveFromAnotherOffsetIsRefused",
                        "aMoveOfAPartitionWithoutAnEntryIsRefused"),
                broken("MovesInPart", BrokenStores.MovesInPart::new, "oneStaleMoveRefusesAllOfThem"),
                broken("LosesMoves", BrokenStores.LosesMoves::new, "racingMovesAndCommitsFormAChain"),
                broken(
                        "NeverGoesBack",
                        BrokenStores.NeverGoesBack::new,
                        "aMoveGoesForwardsAndBackwards",
                        "aRandomHistoryEndsAsThatOfTheModel"),
                broken("RemovesByZero", BrokenStores.RemovesByZero::new, "aRemovedEntryIsGoneAndCanBeStoredAgain"),
                broken(
                        "RemovesUnconditionally",
                        BrokenStores.RemovesUnconditionally::new,
                        "aRemovalFromAnotherOffsetIsRefused"),
                broken("ComparesTimes", BrokenStores.ComparesTimes::new, "theTimeOfTheExpectedEntryIsNotCompared"),
                broken(
                        "DropsWriters",
                        StoresOfBrokenWriters.DropsWriters::new,
                        "aFirstOffsetNamesItsWriter",
                        "anIdentityAndAWriterDoNotMix"),
                broken(
                        "KeepsTheFirstWriter",
                        StoresOfBrokenWriters.KeepsTheFirstWriter::new,
                        "aCommitNamesItsWriterAndLeavesThoseOfOtherPartitions",
                        "aMoveNamesItsWriter",
                        "aRemovedEntryIsStoredAgainByItsNewWriter"),
                broken(
                        "KeepsOneWriter",
                        StoresOfBrokenWriters.KeepsOneWriter::new,
                        "aCommitNamesItsWriterAndLeavesThoseOfOtherPartitions",
                        "writersOfAThousandPartitionsAreKeptApart"),
                broken(
                        "CutsWriters",
                        StoresOfBrokenWriters.CutsWriters::new,
                        "theLongestNameAndEveryCharacterOfOneAreKept"),
                broken(
                        "AnswersItself",
                        StoresOfBrokenWriters.AnswersItself::new,
                        "initializeReturnsTheWriterThatGoverns"),
                broken(
                        "TakesForeignWriters",
                        StoresOfBrokenWriters.TakesForeignWriters::new,
                        "aWriterThatIsGivenWithAnEntryIsIgnored"),
                broken(
                        "NotesRefusedWriters",
                        StoresOfBrokenWriters.NotesRefusedWriters::new,
                        "aRefusedWriteLeavesTheWritersAsTheyAre"),
                broken(
                        "HidesWriters",
                        StoresOfBrokenWriters.HidesWriters::new,
                        "aConflictOfACommitNamesBothWriters",
                        "aConflictOfAMoveNamesBothWriters"),
                broken("LosesReceipts", BrokenStores.LosesReceipts::new, "aReceiptIsReadBackAsItWasGiven"),
                broken("KeepsTimesInSeconds", BrokenStores.KeepsTimesInSeconds::new, "aReceiptIsReadBackAsItWasGiven"),
                broken(
                        "KeepsReceiptsWithoutIdentity",
                        BrokenStores.KeepsReceiptsWithoutIdentity::new,
                        "aReceiptIsReadBackAsItWasGiven"),
                broken("MistakesThePolicy", BrokenStores.MistakesThePolicy::new, "everyReasonAndPolicyIsKept"),
                broken(
                        "KeepsCountedReceiptsOnly",
                        BrokenStores.KeepsCountedReceiptsOnly::new,
                        "aReceiptWithoutAnIdentityAndOneToTheLargestLongAreKept"),
                broken(
                        "KeepsReceiptsOfItsMovesOnly",
                        BrokenStores.KeepsReceiptsOfItsMovesOnly::new,
                        "receiptsMayNameOtherPartitionsThanTheMoves"),
                broken("RepeatsReceipts", BrokenStores.RepeatsReceipts::new, "aRepeatedDecisionReplacesItsReceipt"),
                broken(
                        "RepeatsReceiptsWithoutIdentity",
                        BrokenStores.RepeatsReceiptsWithoutIdentity::new,
                        "aRepeatedDecisionWithoutAnIdentityReplacesItsReceipt"),
                broken(
                        "KeepsTheFirstReceipt",
                        BrokenStores.KeepsTheFirstReceipt::new,
                        "aRepeatedDecisionReplacesItsReceipt"),
                broken(
                        "ReplacesReceiptsOfOtherReasons",
                        BrokenStores.ReplacesReceiptsOfOtherReasons::new,
                        "aLossForAnotherReasonFromTheSameOffsetKeepsTheEarlierReceipt"),
                broken(
                        "WritesReceiptsFirst",
                        BrokenStores.WritesReceiptsFirst::new,
                        "aRefusedMoveLeavesNoReceipt",
                        "aRandomHistoryEndsAsThatOfTheModel"),
                broken("MixesReceiptsOfGroups", BrokenStores.MixesReceiptsOfGroups::new, "theReceiptsOfGroupsDoNotMix"),
                broken(
                        "ReadsReceiptsNewestFirst",
                        BrokenStores.ReadsReceiptsNewestFirst::new,
                        "receiptsComeOldestFirst"),
                broken(
                        "RemovesReceiptsWithTheEntry",
                        BrokenStores.RemovesReceiptsWithTheEntry::new,
                        "receiptsOutliveTheirEntriesAndLaterCommits"),
                broken("MakesUpReceipts", BrokenStores.MakesUpReceipts::new, "whereNothingWasLostThereIsNoReceipt"),
                broken(
                        "ClearsTheInterrupt",
                        BrokenStores.ClearsTheInterrupt::new,
                        "readingOnAnInterruptedThreadLeavesTheInterruptVisible",
                        "aCommitOnAnInterruptedThreadTellsWhatBecameOfIt"),
                broken(
                        "DeniesInterruptedWrites",
                        BrokenStores.DeniesInterruptedWrites::new,
                        "initializeOnAnInterruptedThreadTellsWhatBecameOfIt",
                        "aCommitOnAnInterruptedThreadTellsWhatBecameOfIt",
                        "aMoveOnAnInterruptedThreadTellsWhatBecameOfIt"),
                broken("foldsTheCaseOfTopics", BrokenStores::foldsTheCaseOfTopics, "topicsThatDifferInCaseAreTwo"),
                broken("foldsTheCaseOfGroups", BrokenStores::foldsTheCaseOfGroups, "groupsThatDifferInCaseAreTwo"),
                broken("runsNamesTogether", BrokenStores::runsNamesTogether, "namesAreNotRunTogether"),
                broken(
                        "runsTopicAndPartitionTogether",
                        BrokenStores::runsTopicAndPartitionTogether,
                        "partitionsAreToldApartFromDigitsOfTheTopic"),
                broken(
                        "takesDotsForUnderscores",
                        BrokenStores::takesDotsForUnderscores,
                        "topicsOfDotsUnderscoresAndDashesAreToldApart"),
                broken("trimsGroups", BrokenStores::trimsGroups, "spacesAroundAGroupBelongToIt"),
                broken("ignoresTrailingSpaces", BrokenStores::ignoresTrailingSpaces, "spacesAroundAGroupBelongToIt"),
                broken("cutsLongTopics", BrokenStores::cutsLongTopics, "theLongestNamesAreKept"),
                broken("cutsLongGroups", BrokenStores::cutsLongGroups, "theLongestNamesAreKept"),
                broken(
                        "cutsGroupsOfManyBytes",
                        BrokenStores::cutsGroupsOfManyBytes,
                        "theLongestGroupsOfAnyScriptAreKept"),
                broken("takesSlashesForDots", BrokenStores::takesSlashesForDots, "namesAreNotRunTogether"),
                broken("decodesPercents", BrokenStores::decodesPercents, "groupsOfAnyCharactersAreToldApart"),
                broken("composesLetters", BrokenStores::composesLetters, "groupsInAnyScriptAreToldApart"),
                broken("knowsAsciiOnly", BrokenStores::knowsAsciiOnly, "groupsInAnyScriptAreToldApart"),
                broken(
                        "ignoresGroups",
                        BrokenStores::ignoresGroups,
                        "aCommitLeavesOtherGroupsAsTheyAre",
                        "aMoveLeavesOtherGroupsAsTheyAre",
                        "initializeInOneGroupLeavesOtherGroupsAsTheyAre"),
                broken(
                        "keepsShortPartitionNumbers",
                        BrokenStores::keepsShortPartitionNumbers,
                        "partitionNumbersUpToTheLargestAreToldApart"),
                new Broken(
                        "readsItsOwnWritesOnly",
                        () -> InMemoryOffsetStore::new,
                        Set.of("whatOneDriverStoresAnotherReads")));
    }

    @AfterAll
    static void forgetRuns() {
        RUNS.clear();
    }

    @ParameterizedTest
    @MethodSource("brokenStores")
    void aBrokenStoreFailsTheTestThatGuardsAgainstIt(Broken broken) {
        assertThat(run(broken).failed()).containsAll(broken.caughtBy());
    }

    @Test
    void aSoundStorePassesEveryTestAndNoneIsSkipped() {
        ContractRun run = run(broken("nothing", InMemoryOffsetStore::new));

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThan(80);
    }

    @Test
    void everyTestOfTheContractIsFailedBySomeBrokenStore() {
        Set<String> neverFailed =
                new TreeSet<>(run(broken("nothing", InMemoryOffsetStore::new)).passed());

        brokenStores().forEach(broken -> neverFailed.removeAll(run(broken).failed()));

        assertThat(neverFailed).isEmpty();
    }

    private static ContractRun run(Broken broken) {
        return RUNS.computeIfAbsent(broken.name(), name -> {
            BrokenStoreContract.UNDER_TEST.set(broken.data());
            try {
                return ContractRun.of(BrokenStoreContract.class);
            } finally {
                BrokenStoreContract.UNDER_TEST.remove();
            }
        });
    }

    private static Broken broken(String name, Supplier<OffsetStore> store, String... caughtBy) {
        return new Broken(
                name,
                () -> {
                    OffsetStore shared = store.get();
                    return () -> shared;
                },
                Set.of(caughtBy));
    }

    /**
     * A store that violates the contract.
     *
     * @param name its behaviour
     * @param data creates the data of a test, on which stores are opened
     * @param caughtBy tests that must fail
     */
    record Broken(String name, Supplier<Supplier<OffsetStore>> data, Set<String> caughtBy) {

        @Override
        public String toString() {
            return name;
        }
    }
}

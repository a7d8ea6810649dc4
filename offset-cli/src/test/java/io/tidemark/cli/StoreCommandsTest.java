package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no cluster, on stores in memory. */
class StoreCommandsTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster-1", new Uuid(3, 4));
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

    @TempDir
    private Path folder = Path.of("");

    private String name = "";
    private InMemoryOffsetStore store = new InMemoryOffsetStore();

    @BeforeEach
    void aDriverHasStoredAndLostSomething(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        store = KeptStoreProvider.store(name).writingAs(new WriterName("worker-3:4711:k3f9x2"));
        store.initialize(
                GROUP,
                Map.of(PARTITION, StoredOffset.of(400, IDENTITY), new TopicPartition("orders", 1), StoredOffset.of(5)));
        StoredOffset stored = StoredOffset.of(400, IDENTITY);
        LossReceipt receipt = new LossReceipt(
                GROUP,
                PARTITION,
                Optional.of(IDENTITY),
                300,
                350,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-03-01T00:00:00Z"));
        store.reposition(new OffsetReposition(GROUP, Map.of(PARTITION, Move.to(stored, stored)), List.of(receipt)));
    }

    @Test
    void groupsListsWhatIsStoredWithoutKnowingNames() {
        store.initialize(new GroupId("another"), Map.of(new TopicPartition("clicks", 7), StoredOffset.of(1)));
        store.recordGovernor(GROUP, Governor.sink("RedisMetricSink on redis://10.0.0.7:6379"));

        Ran ran = run("groups");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out().lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line).containsPattern("another +clicks +1 +0 +20\\S+ +-"),
                        line -> assertThat(line)
                                .containsPattern("recharge +orders +2 +1 +20\\S+ +redis://10.0.0.7:6379"));
        assertThat(run("groups", "--matching", "re.*", "--names").out()).isEqualTo("recharge\n");
        assertThat(run("groups", "--matching", "re").err()).contains("No group in", "matches 're'");
    }

    @Test
    void groupsPrintsOneObject() throws IOException {
        JsonNode group = Json.MAPPER.readTree(run("groups", "--json").out()).at("/groups/0");

        assertThat(group.path("group").asText()).isEqualTo("recharge");
        assertThat(group.path("partitions").asInt()).isEqualTo(2);
        assertThat(group.path("topics").get(0).asText()).isEqualTo("orders");
        assertThat(group.path("receipts").asInt()).isEqualTo(1);
    }

    @Test
    void aStoreThatCannotListItsGroupsIsNamed() {
        Ran ran = Ran.command("groups", "--store", "kept://" + KeptStoreProvider.withoutReceipts(name));

        assertThat(ran.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ran.err()).contains("Cannot list the groups of", "ListableStore", "show --group NAME");
    }

    @Test
    void withoutATopicEverythingOfTheGroupIsShown() {
        store.initialize(GROUP, Map.of(new TopicPartition("clicks", 7), StoredOffset.of(1)));

        assertThat(run("show", "--group", "recharge").out()).contains("clicks", "orders");
    }

    @Test
    void anExportIsReadWithWhatEditorsAndLaterVersionsAddToIt() throws IOException {
        Path file = folder.resolve("state.json");
        run("export", "--group", "recharge", "--output", file.toString());
        String text = Files.readString(file)
                .replace("\n", "\r\n")
                .replace("\"offset\" : 400", "\"offset\" : 400, \"leaderEpoch\" : {\"later\": [1]}")
                .replace("2026-03-01T00:00:00Z", "2026-03-01 08:00 +0800");
        Files.writeString(file, "\uFEFF" + text);

        Ran ran = Ran.command(
                "import", "--store", "kept://" + name + "-2", "--group", "recharge", file.toString(), "--execute");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        InMemoryOffsetStore copy = KeptStoreProvider.store(name + "-2");
        assertThat(copy.load(GROUP)).hasSize(2);
        assertThat(copy.lossReceipts(GROUP)).isEqualTo(store.lossReceipts(GROUP));
    }

    @Test
    void theFormsOfOtherToolsAreImported() throws IOException {
        Map<String, String> forms = Map.of(
                "lines", "\"orders\",0,480\r\norders,1,450\n\n",
                "titles", "group,topic,partition,offset\nrecharge,orders,0,480\nother,x,0,1\nrecharge,orders,1,450\n",
                "spark", "{\"orders\":{\"0\":480,\"1\":450}}");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            Path file = folder.resolve(form.getKey());
            Files.writeString(file, form.getValue());
            String target = name + "-" + form.getKey();

            Ran ran = Ran.command(
                    "import", "--store", "kept://" + target, "--group", "recharge", file.toString(), "--execute");

            assertThat(ran.exitCode()).as(form.getKey() + ran.err()).isZero();
            assertThat(KeptStoreProvider.store(target).load(GROUP).values())
                    .extracting(StoredOffset::offset)
                    .containsExactlyInAnyOrder(480L, 450L);
        }
    }

    @Test
    void doctorDoesNotClaimThatEverythingIsRightIfItCouldNotCheckEverything() {
        Ran ran = run("doctor", "--group", "another");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .containsPattern("skipped +cluster +not checked: give --bootstrap-server")
                .endsWith("Nothing is wrong in what was checked\n");
    }

    @Test
    void doctorReportsItsFindingsAlsoIfTheStoreFailsDuringTheExamination() {
        String url = "kept://" + KeptStoreProvider.withoutReceipts(name);

        Ran ran = Ran.command("doctor", "--group", "recharge", "--store", url);

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCodes.FINDING);
        assertThat(ran.out())
                .contains("skipped  cluster")
                .containsPattern("PROBLEM +store +Cannot read the loss receipts: the disk is broken")
                .contains("Cause: Cannot read the loss receipts");
    }

    @Test
    void showPrintsATableForPeople() {
        Ran ran = run("show", "--group", "recharge", "--topic", "orders");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out().lines().toList().get(0))
                .matches("GROUP +TOPIC +PARTITION +OFFSET +STORED-AT +WRITER +TOPIC-ID");
        assertThat(ran.out().lines().toList().get(1))
                .matches("recharge +orders +0 +400 +\\S+Z +worker-3:4711:k3f9x2 +AAAAAAAAAAMAAAAAAAAABA");
        assertThat(ran.out().lines().toList().get(2)).endsWith("-");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void showPrintsJsonForScripts() throws IOException {
        Ran ran = run("show", "--group", "recharge", "--topic", "orders:0", "--json");
        JsonNode object = Json.MAPPER.readTree(ran.out());
        assertThat(object.path("group").asText()).isEqualTo("recharge");
        assertThat(object.path("offsets")).hasSize(1);
        JsonNode entry = object.path("offsets").get(0);
        assertThat(entry.path("offset").asLong()).isEqualTo(400);
        assertThat(entry.path("topicId").asText()).isEqualTo(IDENTITY.topicId().toString());
        assertThat(entry.path("writer").asText()).isEqualTo("worker-3:4711:k3f9x2");
    }

    @Test
    void showSaysWhenThereIsNothing() {
        Ran ran = run("show", "--group", "rechrage", "--topic", "orders");
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).startsWith("Nothing is stored for group rechrage");
    }

    @Test
    void receiptsTellWhatWasLost() throws IOException {
        assertThat(run("receipts", "--group", "recharge").out().lines().toList().get(1))
                .matches("2026-03-01T00:00:00Z +orders +0 +300 +350 +50 +EXPIRED +EARLIEST");
        JsonNode receipts = Json.MAPPER
                .readTree(run("receipts", "--group", "recharge", "--json").out())
                .path("receipts");
        assertThat(receipts.get(0).path("count").asLong()).isEqualTo(50);
    }

    @Test
    void whatIsExportedCanBeImportedElsewhere() {
        Path file = folder.resolve("state.json");
        assertThat(run("export", "--group", "recharge", "--topic", "orders", "-o", file.toString())
                        .exitCode())
                .isZero();
        String other = "kept://" + name + "-other";
        InMemoryOffsetStore target = KeptStoreProvider.store(name + "-other");

        Ran dry = Ran.command("import", "--store", other, "--group", "recharge", file.toString());
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.err()).contains("Dry run: nothing was changed");
        assertThat(target.load(GROUP, Set.of("orders"))).isEmpty();

        Ran executed = Ran.command("import", "--store", other, "--group", "recharge", "--execute", file.toString());
        assertThat(executed.exitCode()).as(executed.err()).isZero();
        assertThat(target.load(GROUP, Set.of("orders")).get(PARTITION)).satisfies(entry -> {
            assertThat(entry.offset()).isEqualTo(400);
            assertThat(entry.identity()).contains(IDENTITY);
        });
        assertThat(target.lossReceipts(GROUP)).isEqualTo(store.lossReceipts(GROUP));
    }

    @Test
    void importReplacesNothingUnlessTold() throws IOException {
        Path file = folder.resolve("state.json");
        run("export", "--group", "recharge", "--topic", "orders", "-o", file.toString());
        Files.writeString(file, Files.readString(file).replace(": 400", ": 390"));

        Ran refused = later("import", "--group", "recharge", "--execute", file.toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).contains("orders-0 at 400").contains("--over");
        Ran over = later("import", "--group", "recharge", "--execute", "--over", file.toString());
        assertThat(over.exitCode()).as(over.err()).isZero();
        assertThat(store.load(GROUP, Set.of("orders")))
                .hasEntrySatisfying(
                        PARTITION, entry -> assertThat(entry.offset()).isEqualTo(390));
    }

    @Test
    void aDriverThatHasJustWrittenCountsAsAlive() throws IOException {
        Path file = folder.resolve("state.json");
        run("export", "--group", "recharge", "--topic", "orders", "-o", file.toString());
        Files.writeString(file, Files.readString(file).replace(": 400", ": 390").replace(": 5,", ": 4,"));
        String[] command = {"import", "--group", "recharge", "--execute", "--over", file.toString()};

        Ran refused = run(command);
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err())
                .contains("by worker-3:4711:k3f9x2, less than 120 s ago")
                .contains("--force");
        assertThat(store.load(GROUP, Set.of("orders")))
                .hasEntrySatisfying(
                        PARTITION, entry -> assertThat(entry.offset()).isEqualTo(400));

        assertThat(run("import", "--group", "recharge", "--execute", "--over", "--force", file.toString())
                        .exitCode())
                .isZero();
        Ran again = run(command);
        assertThat(again.exitCode())
                .as("an operator who has just written is no driver: " + again.err())
                .isZero();
    }

    @Test
    void copyCarriesOffsetsAndReceipts() {
        String[] command = {
            "copy",
            "--from",
            "kept://" + name,
            "--to",
            "kept://" + name + "-to",
            "--group",
            "recharge",
            "--topic",
            "orders",
            "--execute"
        };
        assertThat(Ran.command(command).exitCode()).isEqualTo(ExitCodes.REFUSED);
        Ran ran = Ran.command(Map.of(), LATER, command);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("Copied and read back: 2 offsets, 1 receipts");
        assertThat(KeptStoreProvider.store(name + "-to").lossReceipts(GROUP)).hasSize(1);
    }

    @Test
    void anEmptyExportIsAMistake() {
        Ran ran = run("export", "--group", "rechrage", "--topic", "orders");
        assertThat(ran.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("nothing is stored for group rechrage");
    }

    /** Seen to move the store, and the next start to move it back, without the check of what governs. */
    @Test
    void aStoreThatFollowsASinkIsNotMoved() throws IOException {
        store.recordGovernor(GROUP, Governor.sink("RedisMetricSink on redis://10.0.0.7:6379"));
        Path file = folder.resolve("state.json");
        assertThat(run("export", "--group", "recharge", "--topic", "orders", "-o", file.toString())
                        .exitCode())
                .isZero();
        Map<TopicPartition, StoredOffset> before = store.load(GROUP);
        Files.writeString(file, Files.readString(file).replace("400", "390"));

        Ran ran = later("import", "--group", "recharge", "--over", "--execute", file.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ran.err())
                .contains("Cannot import into group recharge in kept://" + name
                        + ": this store follows the ledger of RedisMetricSink on redis://10.0.0.7:6379")
                .contains("Nothing was changed. Run the command on the ledger instead, with --store"
                        + " 'redis://10.0.0.7:6379'");
        assertThat(store.load(GROUP)).isEqualTo(before);
        assertThat(run("show", "--group", "recharge", "--all-topics").err())
                .contains("this store follows redis://10.0.0.7:6379, the ledger of a sink");
    }

    /** Seen to overwrite the store, and the next start to move it back, without the check of what governs. */
    @Test
    void aStoreThatFollowsASinkIsNoTargetOfACopy() {
        InMemoryOffsetStore target = KeptStoreProvider.store(name + "-to");
        target.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(390, IDENTITY)));
        target.recordGovernor(GROUP, Governor.sink("RedisMetricSink on redis://10.0.0.7:6379"));
        Map<TopicPartition, StoredOffset> before = target.load(GROUP);

        Ran ran = later(copyOver());

        assertThat(ran.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ran.err())
                .contains("Cannot copy into group recharge in kept://" + name
                        + "-to: this store follows the ledger of RedisMetricSink on redis://10.0.0.7:6379")
                .contains("Nothing was changed. Run the command on the ledger instead, with --to"
                        + " 'redis://10.0.0.7:6379' (and --to-config");
        assertThat(target.load(GROUP)).isEqualTo(before);
        assertThat(target.lossReceipts(GROUP)).isEmpty();
    }

    @Test
    void aCopyBetweenStoresThatFollowTheSameSinkCanBeRepeated() {
        store.recordGovernor(GROUP, Governor.sink("RedisMetricSink on redis://10.0.0.7:6379"));
        Ran first = later(copyOver());
        assertThat(first.exitCode()).as(first.err()).isZero();

        Ran again = later(copyOver());

        assertThat(again.exitCode()).as(again.err()).isZero();
    }

    private String[] copyOver() {
        return new String[] {
            "copy",
            "--from",
            "kept://" + name,
            "--to",
            "kept://" + name + "-to",
            "--group",
            "recharge",
            "--topic",
            "orders",
            "--over",
            "--execute",
            "--force"
        };
    }

    @Test
    void aStoreThatGovernsIsMovedAndOneThatDoesNotRecordItIsMovedWithAWarning() throws IOException {
        Path file = folder.resolve("state.json");
        assertThat(run("export", "--group", "recharge", "--all-topics", "-o", file.toString())
                        .exitCode())
                .isZero();
        Files.writeString(file, Files.readString(file).replace("400", "390"));
        Ran dry = later("import", "--group", "recharge", "--over", file.toString());
        assertThat(dry.exitCode()).isZero();
        assertThat(dry.err()).contains("The store does not record what governs group recharge");

        store.recordGovernor(GROUP, Governor.store());
        Ran executed = later("import", "--group", "recharge", "--over", "--execute", file.toString());
        assertThat(executed.exitCode()).as(executed.err()).isZero();
        assertThat(executed.err()).doesNotContain("does not record");
        assertThat(store.load(GROUP).get(PARTITION))
                .extracting(StoredOffset::offset)
                .isEqualTo(390L);
    }

    @Test
    void whatCannotBeCountedIsShownAsUnknown() throws IOException {
        TopicPartition gone = new TopicPartition("gone", 0);
        StoredOffset stored = StoredOffset.of(7);
        store.initialize(GROUP, Map.of(gone, stored));
        LossReceipt receipt = new LossReceipt(
                GROUP,
                gone,
                Optional.empty(),
                7,
                7,
                LossReceipt.Reason.TOPIC_RECREATED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-03-02T00:00:00Z"));
        store.reposition(new OffsetReposition(GROUP, Map.of(gone, Move.to(stored, stored)), List.of(receipt)));

        assertThat(run("receipts", "--group", "recharge").out().lines().toList().get(2))
                .matches("2026-03-02T00:00:00Z +gone +0 +7 +7 +unknown +TOPIC_RECREATED +EARLIEST");
        JsonNode json = Json.MAPPER
                .readTree(run("receipts", "--group", "recharge", "--json").out())
                .path("receipts")
                .get(1);
        assertThat(json.path("count").isNull()).isTrue();
        assertThat(json.path("atLeast").asLong()).isZero();
    }

    private Ran run(String... arguments) {
        return Ran.command(Map.of("TIDEMARK_STORE", "kept://" + name), Clock.systemUTC(), arguments);
    }

    private Ran later(String... arguments) {
        return Ran.command(Map.of("TIDEMARK_STORE", "kept://" + name), LATER, arguments);
    }
}

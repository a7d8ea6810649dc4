package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCodes;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The way from the checkpoint of a query on Spark's own source into a store, and back. */
class CheckpointImportTest {

    @TempDir
    private Path folder = Path.of("");

    private String name = "";
    private InMemoryOffsetStore store = new InMemoryOffsetStore();

    @BeforeEach
    void open(TestInfo test) {
        name = "checkpoint-" + test.getTestMethod().orElseThrow().getName();
        store = KeptStoreProvider.store(name);
    }

    @Test
    void aFinishedBatchIsImportedAtItsEnd() throws IOException {
        offsets(6, "{\"orders\":{\"0\":5,\"1\":2}}");
        offsets(7, "{\"orders\":{\"0\":8,\"1\":2},\"refunds\":{\"0\":1}}");
        commit(7);

        Ran dry = importCheckpoint();
        assertThat(dry.err()).contains("Dry run: nothing was changed");
        assertThat(stored()).isEmpty();
        assertThat(importCheckpoint("--execute").err()).contains("Stored and read back: 3 offsets");

        assertThat(stored()).isEqualTo(Map.of("orders-0", 8L, "orders-1", 2L, "refunds-0", 1L));
    }

    @Test
    void anUnfinishedBatchIsImportedAtItsStartAndToldOf() throws IOException {
        offsets(9, "{\"orders\":{\"0\":5}}");
        offsets(10, "{\"orders\":{\"0\":8,\"1\":3}}");
        commit(9);

        assertThat(importCheckpoint("--execute").err()).contains("Batch 10 was begun and not finished");

        assertThat(stored()).isEqualTo(Map.of("orders-0", 5L));
    }

    @Test
    void theFirstBatchIsImportedWhereSparksSourceBegan() throws IOException {
        offsets(0, "{\"orders\":{\"0\":8}}");
        first(0, "{\"orders\":{\"0\":3}}");

        assertThat(importCheckpoint("--execute").exitCode()).isZero();

        assertThat(stored()).isEqualTo(Map.of("orders-0", 3L));
    }

    @Test
    void aQueryThatHasPlannedNoBatchIsImportedWhereItBegan() throws IOException {
        first(0, "{\"orders\":{\"0\":3}}");

        assertThat(importCheckpoint("--execute").exitCode()).isZero();

        assertThat(stored()).isEqualTo(Map.of("orders-0", 3L));
    }

    @Test
    void oneOfSeveralSourcesIsChosen() throws IOException {
        offsets(0, "{\"logOffset\":3}", "{\"orders\":{\"0\":8}}");
        commit(0);

        assertThat(importCheckpoint().err()).contains("the query has 2 sources; give the number of one");
        assertThat(importCheckpoint("--source", "2").err()).contains("numbered from 0, and not --source 2");
        assertThat(importCheckpoint("--source", "0").err()).contains("are no offsets of Spark's Kafka source");
        assertThat(importCheckpoint("--source", "1", "--execute").exitCode()).isZero();

        assertThat(stored()).isEqualTo(Map.of("orders-0", 8L));
    }

    @Test
    void whatIsStoredAlreadyIsNotReplaced() throws IOException {
        offsets(0, "{\"orders\":{\"0\":8}}");
        commit(0);
        importCheckpoint("--execute");
        offsets(1, "{\"orders\":{\"0\":9}}");
        commit(1);

        Ran ran = importCheckpoint("--execute");

        assertThat(ran.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ran.err()).contains("the store holds something else already");
        assertThat(stored()).isEqualTo(Map.of("orders-0", 8L));
    }

    @Test
    void brokenCheckpointsAreRefusedWithTheFile() throws IOException {
        offsets(3, "{\"orders\":{\"0\":8}}");
        assertThat(importCheckpoint().err()).contains("offsets/2 is missing");
        Files.writeString(folder.resolve("offsets").resolve("3"), "v9\n{}\n{}");
        assertThat(importCheckpoint().err()).contains("has not the format v1");
        for (String wrong : List.of("-", "{", "{}", "[]", "{\"orders\":{\"0\":-1}}", "{\"orders\":{\"x\":1}}", "7")) {
            offsets(3, wrong);
            commit(3);
            Ran ran = importCheckpoint();
            assertThat(ran.exitCode()).as(wrong).isEqualTo(ExitCodes.USAGE);
            assertThat(ran.err())
                    .contains("are no offsets of Spark's Kafka source")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void theWayBackIsTheOptionOfSparksSource() throws IOException {
        offsets(0, "{\"orders\":{\"0\":8,\"1\":2,\"10\":4},\"a\\\"b\":{\"0\":1}}");
        commit(0);
        importCheckpoint("--execute");

        Ran ran = run("export", "--group", "jobs", "--all-topics", "--starting-offsets");

        assertThat(ran.out().strip()).isEqualTo("{\"a\\\"b\":{\"0\":1},\"orders\":{\"0\":8,\"1\":2,\"10\":4}}");
    }

    private Ran importCheckpoint(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("import", "--group", "jobs", "--checkpoint", folder.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private Ran run(String... arguments) {
        return Ran.command(Map.of("TIDEMARK_STORE", "kept://" + name), Clock.systemUTC(), arguments);
    }

    private Map<String, Long> stored() {
        Map<String, Long> stored = new TreeMap<>();
        store.load(new GroupId("jobs")).forEach((partition, entry) -> stored.put(partition.toString(), entry.offset()));
        return stored;
    }

    private void offsets(long batch, String... sources) throws IOException {
        write("offsets", Long.toString(batch), "v1\n{\"batchWatermarkMs\":0}\n" + String.join("\n", sources));
    }

    private void commit(long batch) throws IOException {
        write("commits", Long.toString(batch), "v1\n{\"nextBatchWatermarkMs\":0}");
    }

    /** As Spark writes it, with a byte 0 before the format. */
    private void first(int source, String json) throws IOException {
        write("sources/" + source, "0", "\0v1\n" + json);
    }

    private void write(String in, String file, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(in)).resolve(file), text);
    }
}

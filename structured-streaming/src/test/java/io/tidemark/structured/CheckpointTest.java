package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private static final TopicPartition P = new TopicPartition("orders", 0);

    @TempDir
    private Path root;

    @Test
    void aNewDirectoryHasNoBatch() {
        assertThat(checkpoint(0).lastBatch()).isEmpty();
        assertThat(checkpoint(0).finished()).isEmpty();
    }

    @Test
    void theLastBatchIsReadWithItsStart() throws IOException {
        offsets(9, "{\"orders\":{\"0\":5}}");
        offsets(10, "{\"orders\":{\"0\":8}}");
        commit(9);

        assertThat(checkpoint(0).lastBatch())
                .isEqualTo(Optional.of(new LastBatch(10, Map.of(P, 5L), Map.of(P, 8L), false)));
        assertThat(checkpoint(0).finished()).isEqualTo(Optional.of(Map.of(P, 5L)));
        commit(10);
        assertThat(checkpoint(0).lastBatch().orElseThrow().finished()).isTrue();
        assertThat(checkpoint(0).finished()).isEqualTo(Optional.of(Map.of(P, 8L)));
    }

    @Test
    void eachSourceHasItsLineAndMayHaveReadNothing() throws IOException {
        offsets(0, "-", "{\"orders\":{\"0\":8}}");

        assertThat(checkpoint(0).lastBatch().orElseThrow().until()).isEmpty();
        assertThat(checkpoint(1).lastBatch().orElseThrow().until()).isEqualTo(Map.of(P, 8L));
    }

    @Test
    void aBatchCanBeReadAgainWithoutStateAndWithoutOtherSources() throws IOException {
        assertThat(checkpoint(0).canReadAgain()).isTrue();
        offsets(0, "{\"orders\":{\"0\":8}}");
        assertThat(checkpoint(0).canReadAgain()).isTrue();

        Files.createDirectories(root.resolve("state").resolve("0"));
        assertThat(checkpoint(0).canReadAgain()).isFalse();
        Files.delete(root.resolve("state").resolve("0"));
        offsets(1, "{\"orders\":{\"0\":8}}", "{\"payments\":{\"0\":8}}");
        assertThat(checkpoint(0).canReadAgain()).isFalse();
    }

    @Test
    void temporaryFilesAreNoBatches() throws IOException {
        offsets(0, "{\"orders\":{\"0\":8}}");
        Files.writeString(root.resolve("offsets").resolve(".1.6c5f.tmp"), "v1");

        assertThat(checkpoint(0).lastBatch().orElseThrow().id()).isZero();
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        Files.createDirectories(root.resolve("offsets"));
        Files.writeString(root.resolve("offsets").resolve("0"), "v9\n{}\n{}");

        assertThatThrownBy(() -> checkpoint(0).lastBatch())
                .hasMessageContaining("Cannot read the offsets of a batch from")
                .hasMessageContaining("it has not the format v1");
    }

    @Test
    void fewerSourcesAreRefused() throws IOException {
        offsets(0, "{\"orders\":{\"0\":8}}");

        assertThatThrownBy(() -> checkpoint(1).lastBatch()).hasMessageContaining("offsets of source 1");
    }

    @Test
    void offsetsOfAnotherSourceAreRefused() throws IOException {
        offsets(0, "{\"logOffset\":3}");

        assertThatThrownBy(() -> checkpoint(0).lastBatch()).hasMessageContaining("Cannot read offsets from");
    }

    private Checkpoint checkpoint(int source) {
        return Checkpoint.of(root.toUri() + "/sources/" + source, new Configuration());
    }

    private void offsets(long batch, String... sources) throws IOException {
        Files.createDirectories(root.resolve("offsets"));
        Files.writeString(
                root.resolve("offsets").resolve(Long.toString(batch)), "v1\n{}\n" + String.join("\n", sources));
    }

    private void commit(long batch) throws IOException {
        Files.createDirectories(root.resolve("commits"));
        Files.writeString(root.resolve("commits").resolve(Long.toString(batch)), "v1\n{}");
    }
}

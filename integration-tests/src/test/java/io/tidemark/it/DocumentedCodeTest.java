package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every block of Java in the pages compiles, and every block of shell is run by a test or says that it is not. */
class DocumentedCodeTest {

    private static final String RUN_BY = "run by: ";
    private static final Set<String> SHELL = Set.of("console", "sh", "shell", "bash");

    /** The types that a job, a program or an engine begins with. */
    private static final Set<String> ENTRY_POINTS = Set.of(
            "io.tidemark.offset.config.OffsetStores",
            "io.tidemark.spark.DeserializerSource",
            "io.tidemark.spark.ManagedStream",
            "io.tidemark.spark.StreamSettings",
            "io.tidemark.spark.StreamStarter",
            "io.tidemark.spark.TransactionalStreamStarter",
            "io.tidemark.structured.ManagedQuery",
            "io.tidemark.structured.QueryOutput",
            "io.tidemark.structured.QuerySettings",
            "io.tidemark.structured.QueryStarter",
            "io.tidemark.structured.RegisteredStores",
            "io.tidemark.structured.TidemarkSourceProvider",
            "io.tidemark.structured.TransactionalQueryStarter",
            "io.tidemark.stream.RestartPolicy",
            "io.tidemark.stream.TopicSelection",
            "io.tidemark.stream.event.StreamListener",
            "io.tidemark.stream.event.StreamProgress",
            "io.tidemark.stream.keeping.BatchLoop",
            "io.tidemark.stream.keeping.BatchOutput",
            "io.tidemark.stream.keeping.KeepingSettings",
            "io.tidemark.stream.keeping.OffsetKeeping",
            "io.tidemark.stream.keeping.RangeConsumer");

    private static final Map<String, String> JAVA_ELSEWHERE = Map.of(
            "docs/writing-a-sink.md", "excerpts of a sink that WritingASinkPageTest compares with its source",
            "docs/writing-a-store.md", "excerpts of a store that WritingAStoreTest compares with its source");
    private static final Map<String, String> SHELL_ELSEWHERE = Map.of(
            "docs/operators-tool.md",
            "run by OperatorsPageIT, outputs included",
            "docs/quick-start.md",
            "run by QuickStartIT");

    @TestFactory
    Stream<DynamicTest> javaCompiles() {
        return MarkdownBlock.all().stream()
                .filter(block -> block.language().equals("java"))
                .filter(block -> JAVA_ELSEWHERE.keySet().stream().noneMatch(block::isOf))
                .map(block -> DynamicTest.dynamicTest(block.place(), () -> assertThat(DocumentedCode.compile(block))
                        .isNotEmpty()));
    }

    /**
     * Examples are the first lines that a newcomer copies. Those of the contract tests are parts of a user's class.
     */
    @TestFactory
    Stream<DynamicTest> examplesInJavadocCompile() {
        return PublicSources.all()
                .filter(source -> !source.name().startsWith("io.tidemark.offset.tck."))
                .flatMap(source -> MarkdownBlock.ofJavadoc(source.path()).stream())
                .map(block -> DynamicTest.dynamicTest(block.place(), () -> assertThat(DocumentedCode.compile(block))
                        .isNotEmpty()));
    }

    @Test
    void everyEntryPointHasAnExample() {
        assertThat(PublicSources.all())
                .filteredOn(source -> ENTRY_POINTS.contains(source.name()))
                .hasSameSizeAs(ENTRY_POINTS)
                .filteredOn(source -> MarkdownBlock.ofJavadoc(source.path()).isEmpty())
                .isEmpty();
    }

    @Test
    void everyPublicTypeHasItsFirstVersion() {
        assertThat(PublicSources.all())
                .extracting(PublicSources.Source::name)
                .contains(
                        "io.tidemark.offset.OffsetStore",
                        "io.tidemark.offset.kafka.KafkaOffsetStore",
                        "io.tidemark.offset.tck.OffsetStoreContract",
                        "io.tidemark.metrics.redis.RedisMetricSink",
                        "io.tidemark.spark.ManagedStream");
        assertThat(PublicSources.all())
                .filteredOn(source -> !source.typeComment().contains("@since"))
                .isEmpty();
    }

    @Test
    void shellIsRunOrMarked() {
        assertThat(MarkdownBlock.all())
                .filteredOn(block -> SHELL.contains(block.language()))
                .filteredOn(block -> SHELL_ELSEWHERE.keySet().stream().noneMatch(block::isOf))
                .allSatisfy(block -> assertThat(block.mark())
                        .as(block.place()
                                + ": run it in a test, or write <!-- not run here: why --> or <!-- run by: test -->"
                                + " before it")
                        .matches("(not run here|run by): .+"));
    }

    @Test
    void noBlockHidesWhatItIs() {
        assertThat(MarkdownBlock.all()).allSatisfy(block -> assertThat(block.language())
                .as(block.place() + ": say what it is, text if nothing else")
                .isNotEmpty());
    }

    /** Such a test runs these commands, with names and sizes of its own. */
    @TestFactory
    Stream<DynamicTest> whatRunsThemExists() {
        Set<String> sources = ProjectSources.names();
        return MarkdownBlock.all().stream()
                .filter(block -> block.mark().startsWith(RUN_BY))
                .map(block -> DynamicTest.dynamicTest(block.place(), () -> assertThat(sources)
                        .contains(block.mark().substring(RUN_BY.length()) + ".java")));
    }
}

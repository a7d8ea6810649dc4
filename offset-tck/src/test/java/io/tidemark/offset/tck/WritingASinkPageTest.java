package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code on the page about writing a sink is compiled here and passes the contract. */
class WritingASinkPageTest {

    private static final Path PAGE = Path.of("../docs/writing-a-sink.md");
    private static final Path SOURCES = Path.of("src/test/java/io/tidemark/offset/tck");
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyPieceOfCodeIsTakenFromTheSinkThatPassesTheContract() throws IOException {
        List<String> pieces = CODE.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> squeezed(found.group(1)))
                .toList();

        assertThat(pieces).hasSizeGreaterThanOrEqualTo(3);
        String sources = squeezed(source("DirectoryMetricSink") + source("DirectoryMetricSinkContractTest"));
        assertThat(pieces).allSatisfy(piece -> assertThat(sources).contains(piece));
    }

    private static String source(String type) throws IOException {
        return Files.readString(SOURCES.resolve(type + ".java"));
    }

    /** Removes the whitespace, which may differ on the page. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}

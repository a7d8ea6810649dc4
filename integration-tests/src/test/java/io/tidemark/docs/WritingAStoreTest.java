package io.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WritingAStoreTest {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path EXAMPLE = Path.of("src/test/java/io/tidemark/example");

    /** HashOffsetStoreIT runs the contract on it. */
    @Test
    void everyPieceOfCodeIsTakenFromTheStoreThatPassesTheContract() throws IOException {
        List<String> pieces = CODE.matcher(Files.readString(Pages.ROOT.resolve("docs/writing-a-store.md")))
                .results()
                .map(found -> squeezed(found.group(1)))
                .toList();
        String sources = squeezed(Files.readString(EXAMPLE.resolve("HashOffsetStore.java"))
                + Files.readString(EXAMPLE.resolve("HashOffsetStoreIT.java")));
        assertThat(pieces).hasSize(4).allSatisfy(piece -> assertThat(sources).contains(piece));
    }

    /** Without what a page may indent and break in another way. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }
}

package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/** Blocks of a page that a test runs, by the name in the comment {@code <!-- test: name -->} before them. */
final class PageBlocks {

    private PageBlocks() {}

    /** The block of this name. */
    static MarkdownBlock of(String page, String name) {
        List<MarkdownBlock> found = MarkdownBlock.of(
                        Path.of("..", "docs", page).toAbsolutePath().normalize())
                .stream()
                .filter(block -> block.mark().equals("test: " + name))
                .toList();
        assertThat(found).as("blocks '%s' of %s", name, page).hasSize(1);
        return found.get(0);
    }

    /**
     * Compiles blocks in their order, and returns the class of this name, which is one of theirs. Its loader also finds
     * classes that were compiled after the start of this JVM into a folder that did not exist then.
     */
    static Class<?> compiled(String page, String type, String... names) throws Exception {
        for (String name : names) {
            DocumentedCode.compile(of(page, name));
        }
        URL folder = DocumentedCode.CLASSES.toUri().toURL();
        return Class.forName(
                "io.tidemark.it." + type,
                true,
                new URLClassLoader(new URL[] {folder}, PageBlocks.class.getClassLoader()));
    }
}

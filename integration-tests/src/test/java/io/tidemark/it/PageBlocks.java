package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks of a page that a test runs, by the name in the comment {@code <!-- test: name -->} before them. */
final class PageBlocks {

    private static @Nullable ClassLoader loader;

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

    /** Compiles blocks in their order, and returns the class of this name, which is one of theirs. */
    static Class<?> compiled(String page, String type, String... names) throws Exception {
        for (String name : names) {
            DocumentedCode.compile(of(page, name));
        }
        return Class.forName("io.tidemark.it." + type, true, loader());
    }

    /** One for all blocks, so that they find each other also if their folder did not exist at the start of this JVM. */
    private static synchronized ClassLoader loader() throws MalformedURLException {
        ClassLoader known = loader;
        if (known == null) {
            URL folder = DocumentedCode.CLASSES.toUri().toURL();
            known = new URLClassLoader(new URL[] {folder}, PageBlocks.class.getClassLoader());
            loader = known;
        }
        return known;
    }
}

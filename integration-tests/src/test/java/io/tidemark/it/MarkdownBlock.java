package io.tidemark.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block of code in a page.
 *
 * @param page the page
 * @param line where it begins
 * @param language what stands behind its opening fence
 * @param mark the text of the HTML comment before it; empty if there is none
 * @param text what is in it
 */
record MarkdownBlock(Path page, int line, String language, String mark, String text) {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String FENCE = "```";

    /** All blocks of the pages beside the README, and of everything in {@code docs/}. */
    static List<MarkdownBlock> all() {
        try (Stream<Path> pages = Files.walk(PROJECT.resolve("docs"))) {
            List<MarkdownBlock> blocks = new ArrayList<>();
            for (String page : List.of("README.md", "README.zh-CN.md", "CONTRIBUTING.md")) {
                blocks.addAll(of(PROJECT.resolve(page)));
            }
            pages.filter(page -> page.toString().endsWith(".md")).sorted().forEach(page -> blocks.addAll(of(page)));
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The examples in the Javadoc of a source file. */
    static List<MarkdownBlock> ofJavadoc(Path source) {
        List<MarkdownBlock> blocks = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(source);
            for (int line = 0; line < lines.size(); line++) {
                if (lines.get(line).strip().equals("* <pre>{@code")) {
                    int begin = line + 1;
                    while (!lines.get(line).strip().equals("* }</pre>")) {
                        line++;
                    }
                    String text = lines.subList(begin, line).stream()
                            .map(code -> code.replaceFirst("^ *\\* ?", ""))
                            .collect(Collectors.joining("\n"));
                    blocks.add(new MarkdownBlock(source, begin, "java", "", text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    /** The blocks of one page, in its order. */
    static List<MarkdownBlock> of(Path page) {
        List<MarkdownBlock> blocks = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(page);
            String mark = "";
            for (int line = 0; line < lines.size(); line++) {
                String text = lines.get(line).strip();
                if (text.startsWith(FENCE)) {
                    int end = line + 1;
                    while (!lines.get(end).strip().equals(FENCE)) {
                        end++;
                    }
                    blocks.add(new MarkdownBlock(
                            page,
                            line + 1,
                            text.substring(FENCE.length()).strip(),
                            mark,
                            String.join("\n", lines.subList(line + 1, end))));
                    line = end;
                    mark = "";
                } else if (text.startsWith("<!--") && text.endsWith("-->")) {
                    mark = text.substring(4, text.length() - 3).strip();
                } else if (!text.isEmpty()) {
                    mark = "";
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    /** Where it stands, for people. */
    String place() {
        return PROJECT.relativize(page) + ":" + line;
    }

    /** Whether it is an example in a source file. */
    boolean isJavadoc() {
        return page.toString().endsWith(".java");
    }

    boolean isOf(String pageName) {
        return PROJECT.relativize(page).toString().equals(pageName);
    }
}

package io.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TroubleshootingTest {

    private static final List<String> LIBRARY = List.of(
            "offset-core",
            "spark-streaming",
            "structured-streaming",
            "offset-jdbc",
            "offset-mysql",
            "offset-postgresql",
            "offset-zookeeper",
            "offset-hbase",
            "offset-kafka",
            "offset-hdfs",
            "metrics-redis");

    /** How a message begins: up to its first value, at most so many characters. */
    private static final Pattern BEGINNING = Pattern.compile("\"(Cannot [^\"{%]*)");

    private static final int ENOUGH = 30;

    @Test
    void everyMessageOfTheLibraryIsExplained() throws IOException {
        String page = Files.readString(Pages.ROOT.resolve("docs/troubleshooting.md"))
                .replaceAll("\\s+", " ")
                .replace("…", "");
        Set<String> beginnings = new TreeSet<>();
        for (String module : LIBRARY) {
            for (Path source : sources(module)) {
                Matcher matcher = BEGINNING.matcher(Files.readString(source));
                while (matcher.find()) {
                    beginnings.add(beginning(matcher.group(1)));
                }
            }
        }
        assertThat(beginnings).hasSizeGreaterThan(70);
        assertThat(beginnings)
                .filteredOn(beginning -> !page.contains(beginning))
                .as("not explained")
                .isEmpty();
    }

    private static String beginning(String text) {
        String cut = text.length() <= ENOUGH ? text : text.substring(0, text.lastIndexOf(' ', ENOUGH));
        return cut.replaceAll("[ :']+$", "");
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT.resolve(module).resolve("src/main/java"))) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".java")).toList());
        }
    }
}

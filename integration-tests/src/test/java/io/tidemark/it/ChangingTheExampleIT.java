package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.servers.junit.EmbeddedOnly;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on changing the example, command by command, in a copy of the sources: the new number is on the page. */
@EmbeddedOnly("the page starts its own servers")
@Tag("release")
class ChangingTheExampleIT {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NO_SOURCES = Set.of(".git", "target", "node_modules");
    private static final Pattern ADDRESS = Pattern.compile("(?m)^http://127\\.0\\.0\\.1:\\d+/");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theNumberOfThePatchPassesItsTestsAndIsOnThePage() throws Exception {
        copySources();
        List<String> steps = MarkdownBlock.of(PROJECT.resolve("docs/changing-the-example.md")).stream()
                .filter(block -> block.mark().equals("run by: " + getClass().getSimpleName()))
                .map(MarkdownBlock::text)
                .toList();
        assertThat(steps).hasSize(3);
        try (Terminals terminals =
                new Terminals(folder, Path.of(System.getProperty("tidemark.local.repository", "")))) {
            terminals.run(steps.get(0));
            // the second test runs where there is a browser
            assertThat(terminals.run(steps.get(1))).containsPattern("Tests run: [1-9]\\d*, .*\\.RechargeCountsTest");
            Terminals.Terminal demo = terminals.open(steps.get(2).replace("recharge demo", "recharge demo --port 0"));
            String snapshot = address(demo) + "api/snapshot?period=all";
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(get(snapshot)).containsPattern("\"slow\":\\[[^\\]]*[1-9]"));
        }
    }

    private static String address(Terminals.Terminal demo) {
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(demo.process().isAlive()).as(demo.output()).isTrue();
            assertThat(demo.output()).containsPattern(ADDRESS);
        });
        try {
            Matcher address = ADDRESS.matcher(demo.output());
            assertThat(address.find()).isTrue();
            return address.group();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }

    private void copySources() throws IOException {
        Files.walkFileTree(PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (NO_SOURCES.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy(source));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Files.copy(source, copy(source), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path copy(Path source) {
        return folder.resolve(PROJECT.relativize(source).toString());
    }
}

package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.servers.junit.EmbeddedOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project of the page on testing, outside of this build: with its job, and with one that loses orders. */
@EmbeddedOnly("the page uses the servers that it describes")
@Tag("release")
class JobTestPageIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final List<MarkdownBlock> PAGE = MarkdownBlock.of(PROJECT.resolve("docs/testing-a-job.md"));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theTestOfThePageAcceptsItsJobAndRefusesOneThatLosesOrders() throws Exception {
        String pom = Files.readString(PROJECT.resolve("integration-tests/foreign/java/pom.xml"));
        pom = insert(pom, "    </dependencies>\n  </dependencyManagement>", text("test: management"));
        pom = insert(pom, "  </dependencies>\n\n  <build>", text("test: dependencies"));
        write("pom.xml", pom);
        String job = text("test: job");
        write("src/main/java/com/example/OrderCounts.java", job);
        write("src/test/java/com/example/OrderCountsTest.java", text("test: test"));
        String command = text("run by: JobTestPageIT");

        try (Terminals terminals = new Terminals(folder, PrivateRepository.make())) {
            assertThat(terminals.run(command)).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");

            String losing = job.replace("order.value())", "order.value()).filter(order -> !order.endsWith(\"7\"))");
            assertThat(losing).isNotEqualTo(job);
            write("src/main/java/com/example/OrderCounts.java", losing);
            Terminals.Outcome refused = terminals.tried(command);
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.output()).contains("300 lost: 1007 (0 instead of 1)", "0 repeated");
        }
    }

    private static String insert(String pom, String end, String block) {
        assertThat(pom).containsOnlyOnce(end);
        return pom.replace(end, block + "\n" + end);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text);
    }

    private static String text(String mark) {
        return PAGE.stream()
                .filter(block -> block.mark().equals(mark))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The page has no block '" + mark + "'"))
                .text();
    }
}

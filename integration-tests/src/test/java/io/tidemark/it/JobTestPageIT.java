package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.servers.junit.EmbeddedOnly;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;
import org.junit.platform.testkit.engine.Events;

/** Runs the test of the page on testing with the job of the page, and with one that loses orders. */
@EmbeddedOnly("the page uses the servers that it describes")
class JobTestPageIT {

    private static final List<MarkdownBlock> PAGE = MarkdownBlock.of(
            Path.of("..", "docs", "testing-a-job.md").toAbsolutePath().normalize());

    @Test
    void theTestOfThePageAcceptsItsJobAndRefusesOneThatLosesOrders() {
        DocumentedCode.compile(block("job"));
        DocumentedCode.compile(block("test"));
        assertThat(failures()).isEmpty();

        MarkdownBlock job = block("job");
        String losing = job.text().replace("order.value())", "order.value()).filter(order -> !order.endsWith(\"7\"))");
        assertThat(losing).isNotEqualTo(job.text());
        DocumentedCode.compile(new MarkdownBlock(job.page(), job.line(), job.language(), job.mark(), losing));
        assertThat(failures()).singleElement().asString().contains("300 lost: 1007 (0 instead of 1)", "0 repeated");
    }

    /** Runs the test of the page, and returns the messages of its failures. */
    private static List<String> failures() {
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass("io.tidemark.it.OrderCountsTest"))
                .execute()
                .allEvents();
        List<String> failures = events.failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .toString())
                .toList();
        // a class whose servers do not start has no test, but a failure of its own
        assertThat(events.filter(event -> event.getType() == EventType.STARTED
                                && event.getTestDescriptor().isTest())
                        .count())
                .as(failures::toString)
                .isEqualTo(1);
        return failures;
    }

    private static MarkdownBlock block(String name) {
        return PAGE.stream()
                .filter(block -> block.mark().equals("test: " + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The page has no block '" + name + "'"));
    }
}

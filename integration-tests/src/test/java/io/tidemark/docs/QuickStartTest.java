package io.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class QuickStartTest {

    /** QuickStartIT runs what the page says, ForeignJobsIT kills that job in the middle. */
    @Test
    void theJobThatIsShownIsTheOneThatIsRun() throws IOException {
        String page = Files.readString(Pages.ROOT.resolve("docs/quick-start.md"));
        String source = Files.readString(Pages.ROOT.resolve(
                        "integration-tests/foreign/java/src/main/java/com/example/OrdersIntoRedis.java"))
                .replaceAll("(?m)^/\\*\\* .* \\*/\\n", "");
        assertThat(page).contains("```java\n" + source.strip() + "\n```");
    }
}

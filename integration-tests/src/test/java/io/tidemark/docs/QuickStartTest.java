package io.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Maven would miss what is not installed, or take an older build of it. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/quick-start.md", "docs/testing-a-job.md", "README.zh-CN.md"})
    void theFirstStepInstallsWhatTheProjectNeeds(String page) throws IOException {
        Matcher step = Pattern.compile("install -pl (\\S+) -am").matcher(Files.readString(Pages.ROOT.resolve(page)));
        assertThat(step.find()).isTrue();
        Set<String> installed = new HashSet<>();
        for (String module : step.group(1).split(",", -1)) {
            // two blanks: the module's own, not its parent's or a dependency's
            installed.addAll(artifacts(Pages.ROOT.resolve(module).resolve("pom.xml"), "(?m)^ {2}"));
        }
        assertThat(installed).containsAll(artifacts(Pages.ROOT.resolve("integration-tests/foreign/java/pom.xml"), ""));
    }

    private static Set<String> artifacts(Path pom, String indentation) throws IOException {
        return Pattern.compile(indentation + "<artifactId>(tidemark-[^<]+)</artifactId>")
                .matcher(Files.readString(pom).replace("${scala.binary.version}", "2.12"))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }
}

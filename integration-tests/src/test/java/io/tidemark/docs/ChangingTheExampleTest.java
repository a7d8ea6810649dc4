package io.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ChangingTheExampleIT applies the patch and runs the result. */
class ChangingTheExampleTest {

    private static final Pattern EXCERPT = Pattern.compile("(?s)```diff\\n(.*?)```");

    /** Or is applied already: that is what a reader does. */
    @Test
    void thePatchFitsTheSources() throws Exception {
        assertThat(exitCode("--check") == 0 || exitCode("--check", "--reverse") == 0)
                .as("docs/changing-the-example.patch does not apply: make it again, as the end of its page says")
                .isTrue();
    }

    @Test
    void theLinesOfThePageAreThoseOfThePatch() throws IOException {
        List<String> patch = Files.readAllLines(Pages.ROOT.resolve("docs/changing-the-example.patch"));
        List<String> shown = EXCERPT.matcher(Files.readString(Pages.ROOT.resolve("docs/changing-the-example.md")))
                .results()
                .flatMap(excerpt -> excerpt.group(1).lines())
                // the steps of the page are indented
                .map(line -> line.replaceFirst("^ {3}", ""))
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(shown).hasSizeGreaterThan(10);
        assertThat(patch).containsAll(shown);
    }

    private static int exitCode(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "apply"));
        command.addAll(List.of(options));
        command.add("docs/changing-the-example.patch");
        return new ProcessBuilder(command)
                .directory(Pages.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}

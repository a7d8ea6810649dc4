package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of options in the documentation says what the tests have seen, and nothing else. */
class YardstickTableTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "structured-streaming-options.md");

    @Test
    void everyRowIsATestAndEveryTestIsARow() throws IOException {
        List<String> rows = Files.readString(PAGE)
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .sorted()
                .toList();
        List<String> tests = new ArrayList<>();
        for (Method method : YardstickIT.class.getDeclaredMethods()) {
            Yardstick tried = method.getAnnotation(Yardstick.class);
            if (tried != null) {
                tests.add("| " + tried.value() + " | " + tried.result() + " | `" + method.getName() + "` |");
            }
        }
        assertThat(rows).isNotEmpty().isEqualTo(tests.stream().sorted().toList());
    }

    @Test
    void everyTestOfTheYardstickIsInTheTable() {
        assertThat(Arrays.stream(YardstickIT.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .filter(method -> !method.isAnnotationPresent(Yardstick.class))
                        .map(Method::getName))
                .isEmpty();
    }
}

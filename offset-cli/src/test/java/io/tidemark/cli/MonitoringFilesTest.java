package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The files for Grafana and Prometheus. ExporterIT and StreamHealthIT check the names of their numbers. */
class MonitoringFilesTest {

    private static final Path DEPLOY = Path.of("..", "deploy");

    @Test
    void everyPanelOfTheDashboardHasANameAnExplanationAndQueriesOnTheChosenDataSource() throws IOException {
        JsonNode dashboard = JsonMapper.builder()
                .build()
                .readTree(DEPLOY.resolve("grafana/tidemark-dashboard.json").toFile());

        JsonNode panels = dashboard.get("panels");
        assertThat(panels).hasSizeGreaterThan(8);
        assertThat(panels.findValuesAsText("id")).doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            assertThat(panel.get("description").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.get("targets")).isNotEmpty().allSatisfy(target -> assertThat(
                            target.get("expr").asText())
                    .contains("tidemark_"));
        });
        assertThat(dashboard.at("/templating/list").findValuesAsText("name")).containsExactly("datasource", "group");
    }

    @Test
    void promtoolAcceptsTheAlertRules() throws IOException, InterruptedException {
        Process promtool;
        try {
            promtool = new ProcessBuilder(
                            "promtool",
                            "check",
                            "rules",
                            DEPLOY.resolve("prometheus/tidemark-rules.yml").toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            abort("not checked: promtool is not installed (Debian: package prometheus)");
            return;
        }
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(promtool.exitValue()).as(output).isZero();
        assertThat(List.of(output.split("\n"))).anyMatch(line -> line.contains("12 rules found"));
    }
}

package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units are accepted by systemd, start programs of this project, and stop them as a job is stopped. */
class SystemdUnitsTest {

    private static final String INSTALLED = "/opt/tidemark";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"recharge-job.service", "tidemark-exporter.service"})
    void systemdAcceptsTheUnit(String unit) throws Exception {
        assumeTrue(isThere("systemd-analyze"), "systemd is not on this machine");
        assertThat(verified(Files.readString(DeployFiles.file("systemd/" + unit)), unit))
                .isEmpty();
    }

    @Test
    void systemdRefusesAUnitWithAMistake() throws Exception {
        assumeTrue(isThere("systemd-analyze"), "systemd is not on this machine");
        String unit = Files.readString(DeployFiles.file("systemd/recharge-job.service"));
        assertThat(verified(unit.replace("RestartSec=", "RestartSeconds="), "mistaken.service"))
                .contains("RestartSeconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"recharge-job.service", "tidemark-exporter.service"})
    void theProgramExistsAndIsStartedAgain(String name) throws IOException {
        Map<String, String> unit = settings(name);
        String program = unit.getOrDefault("ExecStart", "").replaceFirst(" .*", "");
        assertThat(program).startsWith(INSTALLED + "/bin/");
        assertThat(Files.isExecutable(DeployFiles.ROOT.resolve(program.substring(INSTALLED.length() + 1))))
                .isTrue();
        assertThat(unit)
                .containsEntry("Restart", "always")
                .containsEntry("SuccessExitStatus", "143")
                .containsEntry("WantedBy", "multi-user.target");
    }

    @Test
    void theJobHasTimeToFinishItsBatch() throws IOException {
        Map<String, String> unit = settings("recharge-job.service");
        assertThat(Integer.parseInt(unit.getOrDefault("TimeoutStopSec", "0")))
                .as("longer than job.stop-timeout, 60 s")
                .isGreaterThan(60);
        assertThat(unit.get("Environment"))
                .isEqualTo("RECHARGE_STORE_MYSQL_PASSWORD_FILE=%d/"
                        + unit.getOrDefault("LoadCredential", "").replaceFirst(":.*", ""));
    }

    private String verified(String unit, String name) throws Exception {
        Path copy = Files.writeString(folder.resolve(name), unit.replace(INSTALLED, DeployFiles.ROOT.toString()));
        Process process = new ProcessBuilder("systemd-analyze", "verify", copy.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        // other units of the machine may have faults of their own
        return output.lines().filter(line -> line.contains(name)).collect(Collectors.joining("\n"));
    }

    private static Map<String, String> settings(String name) throws IOException {
        return Files.readAllLines(DeployFiles.file("systemd/" + name)).stream()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

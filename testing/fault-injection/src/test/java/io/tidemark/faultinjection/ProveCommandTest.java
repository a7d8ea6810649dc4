package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.cli.AddedCommand;
import io.tidemark.recharge.cli.UsageException;
import java.util.ServiceLoader;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ProveCommandTest {

    @Test
    void itIsACommandOfTheExample() {
        assertThat(ServiceLoader.load(AddedCommand.class)).singleElement().isInstanceOf(ProveCommand.class);
        assertThat(new CommandLine(new ProveCommand()).getUsageMessage())
                .contains("Usage: prove")
                .contains("--orders=N");
    }

    @Test
    void allWrongOptionsAreNamedAtOnce() {
        ProveCommand command = new ProveCommand();
        CommandLine line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(
                "--orders", "0", "--kills", "-1", "--loop", "textbook", "--store", "kafka", "--engine", "structured");

        Assertions.assertThatExceptionOfType(UsageException.class)
                .isThrownBy(command::call)
                .withMessageContaining("Cannot use --orders 0: it must be at least 1")
                .withMessageContaining("Cannot use --kills -1: it must not be negative")
                .withMessageContaining("Cannot use --loop textbook with --store kafka: it keeps its offsets in MySQL")
                .withMessageContaining(
                        "Cannot use --loop textbook with --engine structured: it is a loop of Spark Streaming");
    }
}

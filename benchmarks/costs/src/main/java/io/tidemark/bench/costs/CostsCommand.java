package io.tidemark.bench.costs;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks of costs: see {@code bin/benchmark}. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        subcommands = {
            BatchCommand.class,
            LiveCommand.class,
            StructuredCommand.class,
            StoresCommand.class,
            GrowthCommand.class,
            StartCommand.class
        },
        description =
                "Measures the costs of a batch, the stores and the sink, and how they grow; prints tables in Markdown.")
public final class CostsCommand {

    private CostsCommand() {}

    /** Runs a command; the system property {@code tidemark.root} is the folder of the checkout. */
    public static void main(String[] arguments) {
        CommandLine commands = new CommandLine(new CostsCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(commands.execute(arguments));
    }
}

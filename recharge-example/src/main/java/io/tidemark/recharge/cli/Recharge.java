package io.tidemark.recharge.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The example's command line. Standard output contains only a command's result. Exit code 0 is success, 2 a usage or
 * configuration error, 1 any other failure.
 */
@Command(
        name = "recharge",
        description = "Processes the recharge logs of a province: the job, the page, the demo and their tools.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            GenerateCommand.class,
            LoadCommand.class,
            JobCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            ServersCommand.class,
            SiteCommand.class
        })
public final class Recharge {

    /** Not read here: {@code bin/recharge} reads it to choose the class path. */
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = "--spark",
            paramLabel = "LINE",
            scope = ScopeType.INHERIT,
            converter = RunningSparkLine.class,
            description = "The line of Spark: 3.5 (Scala 2.12, the default) or 4.2 (Scala 2.13).")
    private String spark = "3.5";

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command. */
    static int run(String... arguments) {
        Failures failures = new Failures();
        CommandLine commandLine = new CommandLine(new Recharge());
        ServiceLoader.load(AddedCommand.class).forEach(commandLine::addSubcommand);
        commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(failures::executeUnlessWrong)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        commandLine.registerConverter(java.time.Duration.class, Durations::parse);
        collectErrors(commandLine);
        if (arguments.length == 0) {
            commandLine.usage(commandLine.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(arguments);
    }

    /** Collects all problems of the arguments, not only the first one. */
    private static void collectErrors(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(Recharge::collectErrors);
    }
}

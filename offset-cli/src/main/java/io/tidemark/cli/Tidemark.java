package io.tidemark.cli;

import io.tidemark.cli.command.CopyCommand;
import io.tidemark.cli.command.DoctorCommand;
import io.tidemark.cli.command.ExportCommand;
import io.tidemark.cli.command.GroupsCommand;
import io.tidemark.cli.command.HistoryCommand;
import io.tidemark.cli.command.ImportCommand;
import io.tidemark.cli.command.LagCommand;
import io.tidemark.cli.command.ReceiptsCommand;
import io.tidemark.cli.command.ReplayCommand;
import io.tidemark.cli.command.RewindCommand;
import io.tidemark.cli.command.RollbackCommand;
import io.tidemark.cli.command.ShowCommand;
import io.tidemark.cli.command.SkipCommand;
import io.tidemark.cli.command.VerifyCommand;
import io.tidemark.cli.exporter.ExporterCommand;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The tool's command line: one class for each command. */
@Command(
        name = "tidemark",
        description = "Shows the offsets that jobs have stored, verifies them against the cluster, and moves them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done, or no findings",
            "  1  a check has findings",
            "  2  the command line, a file or a setting is wrong",
            "  3  refused: a driver may be alive, or something else is stored; nothing was changed",
            "  4  a store or the cluster does not answer, or denies access; nothing was changed",
            "  5  a write may have been applied, or only some of it was: run show before you repeat it"
        })
public final class Tidemark {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Shows the stack trace of an error.")
    private boolean debug;

    private Tidemark() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(CommandEnvironment.ofProcess(), arguments));
    }

    static int run(CommandEnvironment surroundings, String... arguments) {
        Tidemark tidemark = new Tidemark();
        Failures failures = new Failures(() -> tidemark.debug);
        CommandLine commandLine = commandLine(tidemark, surroundings)
                .setExecutionStrategy(failures::executeUnlessWrong)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(surroundings.out())
                .setErr(surroundings.err());
        if (arguments.length == 0) {
            commandLine.usage(surroundings.err());
            return ExitCodes.USAGE;
        }
        return commandLine.execute(arguments);
    }

    private static CommandLine commandLine(Tidemark tidemark, CommandEnvironment surroundings) {
        CommandLine commandLine = new CommandLine(tidemark);
        List.of(
                        new GroupsCommand(surroundings),
                        new ShowCommand(surroundings),
                        new LagCommand(surroundings),
                        new VerifyCommand(surroundings),
                        new DoctorCommand(surroundings),
                        new ExporterCommand(surroundings),
                        new RewindCommand(surroundings),
                        new SkipCommand(surroundings),
                        new CopyCommand(surroundings),
                        new HistoryCommand(surroundings),
                        new RollbackCommand(surroundings),
                        new ReceiptsCommand(surroundings),
                        new ReplayCommand(surroundings),
                        new ExportCommand(surroundings),
                        new ImportCommand(surroundings))
                .forEach(commandLine::addSubcommand);
        collectErrors(commandLine);
        return commandLine;
    }

    /** Collects all problems of the arguments, and not only the first one. */
    private static void collectErrors(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(Tidemark::collectErrors);
    }
}

package io.tidemark.recharge.cli;

import io.tidemark.recharge.settings.ConfigException;
import io.tidemark.stream.BatchFailedException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Prints each failure as one line, without a stack trace. Stack traces are in the log if it is a file, and on standard
 * error if the environment variable {@code RECHARGE_STACKTRACE} is set.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** Runs the parsed command. If its arguments are wrong, prints all problems instead. */
    int executeUnlessWrong(ParseResult parsed) throws ParameterException {
        Optional<Integer> help = Optional.ofNullable(CommandLine.executeHelpRequest(parsed));
        if (help.isPresent()) {
            return help.get();
        }
        List<String> problems = new ArrayList<>();
        CommandLine command = parsed.commandSpec().commandLine();
        for (CommandLine part : parsed.asCommandLineList()) {
            part.getParseResult().errors().forEach(error -> problems.add(firstLine(error)));
            command = part;
        }
        return problems.isEmpty() ? new CommandLine.RunLast().execute(parsed) : usageError(command, problems);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        return usageError(failure.getCommandLine(), List.of(firstLine(failure)));
    }

    private static int usageError(CommandLine command, List<String> problems) {
        PrintWriter err = command.getErr();
        print(err, problems);
        err.println(
                "recharge: '" + command.getCommandSpec().qualifiedName(" ") + " --help' lists commands and options");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException usage) {
            print(command.getErr(), usage.problems());
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof ConfigException config) {
            print(command.getErr(), config.problems());
            return CommandLine.ExitCode.USAGE;
        }
        // the reason of a failed batch is already in the log
        if (Logs.areInAFile() && !(failure instanceof BatchFailedException)) {
            LoggerFactory.getLogger(Failures.class).error("The command failed", failure);
        }
        if (System.getenv("RECHARGE_STACKTRACE") != null) {
            failure.printStackTrace(command.getErr());
        }
        print(command.getErr(), List.of(firstLine(failure)));
        if (failure instanceof BatchFailedException && failure.getCause() != null) {
            print(command.getErr(), List.of("The reason: " + firstLine(failure.getCause())));
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter err, List<String> problems) {
        problems.forEach(problem -> err.println("recharge: " + problem));
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}

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
 * Says in one line each what went wrong, and never how the program is made. The stack traces are in the log where that
 * is a file, and on standard error where the environment asks for them with {@code RECHARGE_STACKTRACE}.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    /** Runs the command that was parsed, unless something is wrong with its arguments: then all of it is said. */
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
        // a failed batch is in the log already, with the reason
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

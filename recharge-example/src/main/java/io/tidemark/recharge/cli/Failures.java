package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line each what went wrong, and never how the program is made. The stack traces are in the log. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        print(err, List.of(firstLine(failure)));
        err.println("recharge: 'recharge "
                + command.getCommandSpec().qualifiedName(" ").replaceFirst("^recharge ?", "")
                + (command.getParent() == null ? "" : " ") + "--help' tells what there is");
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
        LoggerFactory.getLogger(Failures.class).error("The command failed", failure);
        print(command.getErr(), List.of(firstLine(failure)));
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

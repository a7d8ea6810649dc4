package io.tidemark.cli;

import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.deadletter.DeadLetterException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.WriterName;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Converts failures to one sentence with the remedy, and to an exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final BooleanSupplier withStackTrace;

    Failures(BooleanSupplier withStackTrace) {
        this.withStackTrace = withStackTrace;
    }

    /** Runs the parsed command. If its arguments are wrong, reports all problems instead. */
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
        if (!problems.isEmpty()) {
            return usageError(command, problems);
        }
        if (!parsed.hasSubcommand()) {
            return usageError(command, List.of("a command is missing"));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        return usageError(failure.getCommandLine(), List.of(firstLine(failure)));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (withStackTrace.getAsBoolean()) {
            failure.printStackTrace(command.getErr());
        }
        print(command.getErr(), List.of(sentence(failure)));
        return exitCode(failure);
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof CommandException known) {
            return known.exitCode();
        }
        if (failure instanceof OffsetConflictException) {
            return ExitCodes.REFUSED;
        }
        return failure instanceof CommitOutcomeUnknownException ? ExitCodes.UNKNOWN : ExitCodes.FAILED;
    }

    private static String sentence(Exception failure) {
        if (failure instanceof OffsetConflictException conflict) {
            String writers = conflict.conflicts().stream()
                    .flatMap(one -> one.foundWriter().stream())
                    .map(WriterName::value)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "Cannot move the offsets of group " + conflict.group() + ": they were moved"
                    + (writers.isEmpty() ? "" : " by " + writers) + " after they were read, "
                    + conflict.conflicts().get(0) + "; nothing was written. A driver is running: stop it, then run the"
                    + " command again";
        }
        if (failure instanceof CommandException
                || failure instanceof OffsetStoreException
                || failure instanceof DeadLetterException) {
            return firstLine(failure);
        }
        return "Cannot continue: " + firstLine(failure) + "; --debug shows where that happened";
    }

    private static int usageError(CommandLine command, List<String> problems) {
        PrintWriter err = command.getErr();
        print(err, problems);
        err.println(
                "tidemark: '" + command.getCommandSpec().qualifiedName(" ") + " --help' lists commands and options");
        return ExitCodes.USAGE;
    }

    private static void print(PrintWriter err, List<String> problems) {
        problems.forEach(problem -> err.println("tidemark: " + problem));
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}

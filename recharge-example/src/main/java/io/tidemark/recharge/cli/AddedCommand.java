package io.tidemark.recharge.cli;

import java.util.concurrent.Callable;

/**
 * A command of {@code bin/recharge} from another module, annotated with {@link picocli.CommandLine.Command} and
 * registered as a service of this type. It returns its exit code.
 */
public interface AddedCommand extends Callable<Integer> {}

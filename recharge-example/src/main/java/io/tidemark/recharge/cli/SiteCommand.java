package io.tidemark.recharge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code recharge site}, for the list of commands. {@code bin/recharge} runs the page without Spark, and therefore
 * without this class path.
 */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        description = "Serves only the page, with the metrics in Redis ('bin/recharge site --help' lists its options).")
final class SiteCommand implements Callable<Integer> {

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() {
        throw new UsageException(List.of("Cannot run 'site' here: the page is a separate program without Spark; run"
                + " 'bin/recharge site " + String.join(" ", options) + "' in a checkout"));
    }
}

package io.tidemark.site;

import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.recharge.settings.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.RedisClient;

/**
 * The page as a separate program. It prints its address on standard output. Exit code 2 is a usage or configuration
 * error, 1 any other failure.
 */
@Command(
        name = "site",
        mixinStandardHelpOptions = true,
        description = "Serves only the page, with the metrics in Redis. Prints its address; Ctrl-C ends it.")
public final class Site implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration (HOCON, JSON or properties); recharge.conf describes its keys."
                    + " Variables RECHARGE_… of the environment override it.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the configuration, such as --set redis.url=redis://other:6379.")
    private Map<String, String> overrides = new HashMap<>();

    @Option(names = "--port", paramLabel = "P", description = "The port (default: site.port, 8080).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "The address to listen on (default: site.host, 127.0.0.1); anything but a loopback address"
                    + " needs site.password.")
    private Optional<String> host = Optional.empty();

    @Option(
            names = "--until-input-ends",
            hidden = true,
            description =
                    "Ends when standard input ends, which happens when the process that started this one has ended.")
    private boolean untilInputEnds;

    /** Not read here: bin/recharge accepts this option for all commands. The page does not depend on Spark. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--spark", hidden = true)
    private String spark = "";

    private Site() {}

    /** Serves the page and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new Site())
                .setCommandName("recharge site")
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command))
                .execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Map<String, String> all = new HashMap<>(overrides);
        port.ifPresent(value -> all.put("site.port", value));
        host.ifPresent(value -> all.put("site.host", value));
        SiteConfig.Result config = SiteConfig.read(file, System.getenv(), all);
        try (RedisClient redis = config.redis().client();
                SiteServer site = SiteServer.start(config.page().on(new RedisMetricReader(redis)))) {
            System.out.println(site.uri());
            Runtime.getRuntime().addShutdownHook(new Thread(site::close));
            awaitEnd();
        }
        return CommandLine.ExitCode.OK;
    }

    private void awaitEnd() throws InterruptedException, IOException {
        if (untilInputEnds) {
            System.in.transferTo(OutputStream.nullOutputStream());
        } else {
            new CountDownLatch(1).await();
        }
    }

    private static int report(Exception failure, CommandLine command) {
        List<String> problems = failure instanceof ConfigException config
                ? config.problems()
                : List.of(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        problems.forEach(problem -> command.getErr().println("recharge: " + problem));
        return failure instanceof ConfigException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }
}

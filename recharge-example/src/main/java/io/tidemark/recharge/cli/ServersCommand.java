package io.tidemark.recharge.cli;

import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.recharge.servers.JobServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recharge servers}. */
@Command(
        name = "servers",
        mixinStandardHelpOptions = true,
        description = {
            "Starts only the demo's servers, for a job of your own: Kafka, a MySQL-compatible server and Redis.",
            "Prints their addresses as lines that a shell can evaluate. Ctrl-C stops them."
        })
final class ServersCommand implements Callable<Integer> {

    private static final int PARTITIONS = 4;

    @Option(
            names = "--topic",
            paramLabel = "T",
            description =
                    "A topic that is created, with " + PARTITIONS + " partitions, unless it exists; may be repeated.")
    private List<String> topics = List.of();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The directory of their data (default: a temporary directory, which is deleted at the end).")
    private Optional<Path> dataDirectory = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        OwnServers.require("servers");
        System.err.println("recharge: starting Kafka, MariaDB and Redis");
        JobServers servers = JobServers.start(dataDirectory);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            servers.close();
            ended.countDown();
        }));
        try (TopicAccess access = new TopicAccess(Map.of("bootstrap.servers", servers.bootstrapServers()))) {
            topics.forEach(topic -> access.createIfMissing(topic, PARTITIONS));
        }
        servers.places().forEach((name, place) -> System.out.println("export " + name + "='" + place + "'"));
        System.err.println("recharge: the servers are up; Ctrl-C ends them");
        ended.await();
        return 0;
    }
}

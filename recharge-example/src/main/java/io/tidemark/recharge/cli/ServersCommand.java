package io.tidemark.recharge.cli;

import io.tidemark.embedded.EmbeddedMySql;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.recharge.servers.LocalServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recharge servers}. */
@Command(
        name = "servers",
        mixinStandardHelpOptions = true,
        description = {
            "The demo's servers alone, for a job of your own: Kafka, a MySQL-compatible server and Redis.",
            "Prints where they are, as lines that a shell can read. Ctrl-C stops them."
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
            description = "Where their data is kept (default: a temporary directory, gone at the end).")
    private Optional<Path> dataDirectory = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        OwnServers.require("servers");
        System.err.println("recharge: starting Kafka, MariaDB and Redis");
        LocalServers servers = LocalServers.start(StoreType.MYSQL, name -> dataDirectory
                .map(directory -> ServerOptions.at(directory.resolve(name)))
                .orElseGet(ServerOptions::temporary));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            servers.close();
            ended.countDown();
        }));
        try (TopicAccess access =
                new TopicAccess(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()))) {
            topics.forEach(topic -> access.createIfMissing(topic, PARTITIONS));
        }
        print(servers);
        System.err.println("recharge: the servers are up; Ctrl-C ends them");
        ended.await();
        return 0;
    }

    /** For a job, and for the operator's tool. */
    private static void print(LocalServers servers) {
        EmbeddedMySql mysql = (EmbeddedMySql) servers.store();
        Map<String, String> places = new TreeMap<>(Map.of(
                "KAFKA", servers.kafka().bootstrapServers(),
                "MYSQL", mysql.jdbcUrl() + "?user=" + mysql.user() + "&password=" + mysql.password(),
                "REDIS", servers.redis().uri(),
                "TIDEMARK_BOOTSTRAP_SERVER", servers.kafka().bootstrapServers(),
                "TIDEMARK_STORE",
                        mysql.jdbcUrl()
                                        .replaceFirst(
                                                "^jdbc:[a-z]+://",
                                                "mysql://" + mysql.user() + ":" + mysql.password() + "@")
                                + "?layout=own"));
        places.forEach((name, place) -> System.out.println("export " + name + "='" + place + "'"));
    }
}

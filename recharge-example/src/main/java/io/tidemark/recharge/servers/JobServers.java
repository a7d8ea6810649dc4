package io.tidemark.recharge.servers;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Kafka, a MySQL-compatible server and Redis for a user's own job. Code that refers only to this class can be loaded
 * without the embedded servers, as in the archive for a cluster. Safe for use by several threads.
 */
public final class JobServers implements AutoCloseable {

    private final LocalServers servers;

    private JobServers(LocalServers servers) {
        this.servers = servers;
    }

    /**
     * Starts the servers.
     *
     * @param dataDirectory the directory of their data; empty for a temporary directory that is deleted at the end
     */
    public static JobServers start(Optional<Path> dataDirectory) {
        return new JobServers(LocalServers.start(StoreType.MYSQL, name -> dataDirectory
                .map(directory -> ServerOptions.at(directory.resolve(name)))
                .orElseGet(ServerOptions::temporary)));
    }

    /** The value of {@code bootstrap.servers} for Kafka's clients. */
    public String bootstrapServers() {
        return servers.kafka().bootstrapServers();
    }

    /**
     * The addresses by the names of environment variables: for a job of a user's own, for the operators' tool, and for
     * the commands of the example, whose configuration they override ({@code RECHARGE_…}).
     */
    public SortedMap<String, String> places() {
        EmbeddedMySql mysql = (EmbeddedMySql) servers.store();
        String login = mysql.user() + ":" + mysql.password() + "@";
        SortedMap<String, String> places = new TreeMap<>(Map.of(
                "KAFKA", bootstrapServers(),
                "MYSQL", mysql.jdbcUrl() + "?user=" + mysql.user() + "&password=" + mysql.password(),
                "REDIS", servers.redis().uri(),
                "TIDEMARK_BOOTSTRAP_SERVER", bootstrapServers(),
                "TIDEMARK_STORE", mysql.jdbcUrl().replaceFirst("^jdbc:[a-z]+://", "mysql://" + login) + "?layout=own"));
        servers.settings()
                .forEach((key, value) ->
                        places.put("RECHARGE_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        return places;
    }

    @Override
    public void close() {
        servers.close();
    }
}

package io.tidemark.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.containers.ContainerFetchException;

/** An image of PostgreSQL. */
final class ContainerPostgreSql extends ContainerServer implements TestPostgreSql {

    private static final String USER = "tidemark";

    private ContainerPostgreSql(ServerSetup setup) {
        super(Image.POSTGRESQL, 5432, setup);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("fsync", "off");
        options.putAll(setup.settings(ContainerServer::seen));
        List<String> command = new ArrayList<>(List.of("postgres"));
        options.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        container()
                .withEnv("POSTGRES_USER", USER)
                .withEnv("POSTGRES_PASSWORD", USER)
                .withEnv("POSTGRES_DB", USER)
                .withCommand(command.toArray(String[]::new));
        start();
    }

    /**
     * Starts one. Aborts the test if the image is not on this machine and cannot be pulled.
     */
    static ContainerPostgreSql startOrAbort(ServerSetup setup) {
        try {
            return new ContainerPostgreSql(setup);
        } catch (ContainerFetchException e) {
            return Assumptions.abort("PostgreSQL is not tested: the image " + Image.POSTGRESQL.chosen()
                    + " is not on this machine and cannot be pulled (" + e.getMessage()
                    + "); choose another one with -Dtidemark.image.postgresql");
        }
    }

    @Override
    boolean answers(Duration limit) {
        Properties login = new Properties();
        login.setProperty("user", user());
        login.setProperty("password", password());
        String seconds = Long.toString(Math.max(1, limit.toSeconds()));
        login.setProperty("connectTimeout", seconds);
        login.setProperty("socketTimeout", seconds);
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), login)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return USER;
    }
}

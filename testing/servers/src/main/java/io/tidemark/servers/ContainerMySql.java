package io.tidemark.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** An image of MySQL or MariaDB, which take the same variables and options. */
final class ContainerMySql extends ContainerServer implements TestMySql {

    private static final String PASSWORD = "tidemark";

    ContainerMySql(ServerSetup setup) {
        super(Image.MYSQL, 3306, setup);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("skip-name-resolve", "");
        options.put("skip-log-bin", "");
        // MariaDB before 11.6 takes latin1
        options.put("character-set-server", "utf8mb4");
        options.put("innodb-flush-log-at-trx-commit", "2");
        options.putAll(setup.settings(ContainerServer::seen));
        container()
                .withEnv("MYSQL_ROOT_PASSWORD", PASSWORD)
                .withEnv("MYSQL_DATABASE", "tidemark")
                .withCommand(arguments(options));
        start();
    }

    /**
     * Logs in. The driver's way is over TLS where it can; MySQL then remembers the password, and takes later logins of
     * the same user without TLS, too.
     */
    @Override
    boolean answers(Duration limit) {
        Properties login = new Properties();
        login.setProperty("user", user());
        login.setProperty("password", password());
        login.setProperty("connectTimeout", Long.toString(limit.toMillis()));
        login.setProperty("socketTimeout", Long.toString(limit.toMillis()));
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), login)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public String user() {
        return "root";
    }

    @Override
    public String password() {
        return PASSWORD;
    }
}

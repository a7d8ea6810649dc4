package io.tidemark.servers;

import io.tidemark.embedded.process.ServerCheck;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/** What servers say of their versions. */
final class Versions {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Versions() {}

    static String mySql(TestMySql server) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT VERSION(), @@version_comment")) {
            row.next();
            String version = row.getString(1);
            return (version.contains("MariaDB") ? "" : "MySQL ") + version + " (" + row.getString(2) + ")";
        } catch (SQLException failure) {
            throw new TestServerException("Cannot ask " + server + " for its version", failure);
        }
    }

    static String postgreSql(TestPostgreSql server) {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return "PostgreSQL " + row.getString(1);
        } catch (SQLException failure) {
            throw new TestServerException("Cannot ask " + server + " for its version", failure);
        }
    }

    static String zooKeeper(TestZooKeeper server) {
        return "ZooKeeper " + found(answer(server, "srvr"), "version: ([0-9.]+)", server);
    }

    static String redis(TestRedis server) {
        String answer = answer(server, "INFO server\r\nQUIT\r\n");
        return answer.contains("valkey_version:")
                ? "Valkey " + found(answer, "valkey_version:(\\S+)", server)
                : "Redis " + found(answer, "redis_version:(\\S+)", server);
    }

    /** A broker tells its clients nothing of it, but its log. An embedded one is that of this class path. */
    static String kafka(TestKafka server) {
        String log = server.logText();
        return "Kafka "
                + (log.contains("Kafka version: ")
                        ? found(log, "Kafka version: (\\S+)", server)
                        : AppInfoParser.getVersion());
    }

    private static String answer(TestServer server, String question) {
        StringBuilder answer = new StringBuilder();
        ServerCheck.succeeds(server.port(), LIMIT, (in, out) -> {
            out.write(question.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            answer.append(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            return true;
        });
        return answer.toString();
    }

    private static String found(String text, String pattern, TestServer server) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new TestServerException(
                    "Cannot tell the version of " + server + ": no '" + pattern + "' in its answer: " + text);
        }
        return matcher.group(1);
    }
}

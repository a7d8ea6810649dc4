package io.tidemark.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.process.ServerCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tests rely on with any server, of either kind: run it with both. */
@Tag("long")
class ServersIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereAfterAKillAndAStopAtTheSameAddress(Kind kind) {
        try (TestServer server = kind.start()) {
            String address = server.address();
            kind.write(server, "one");

            server.kill();
            assertThat(server.isRunning()).isFalse();
            assertThat(refuses(server)).isTrue();
            server.restart();
            assertThat(kind.read(server)).contains("one");

            kind.write(server, "two");
            server.stop();
            assertThat(server.isRunning()).isFalse();
            server.restart();

            assertThat(kind.read(server)).contains("one", "two");
            assertThat(server.address()).isEqualTo(address);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFrozenServerRunsAndIsSilentUntilItIsThawed(Kind kind) {
        try (TestServer server = kind.start()) {
            kind.write(server, "one");

            server.freeze();
            assertThat(server.isRunning()).isTrue();
            await().atMost(LONG).until(() -> !answers(kind, server));

            server.thaw();
            await().atMost(LONG).until(() -> answers(kind, server));
            server.thaw();

            server.freeze();
            server.kill();
            assertThat(server.isRunning()).isFalse();
            server.restart();
            assertThat(kind.read(server)).contains("one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecondServerIsEmptyAndAClosedOneIsGone(Kind kind) {
        TestServer first = kind.start();
        kind.write(first, "one");
        try (TestServer second = kind.start()) {
            assertThat(second.port()).isNotEqualTo(first.port());
            assertThat(kind.read(second)).doesNotContain("one");
            first.close();
            first.close();
            assertThat(refuses(first)).isTrue();
            assertThat(answers(kind, second)).isTrue();
        }
    }

    private static boolean refuses(TestServer server) {
        return !ServerCheck.succeeds(server.port(), Duration.ofSeconds(1), (in, out) -> true);
    }

    private static boolean answers(Kind kind, TestServer server) {
        return ServerCheck.succeeds(server.port(), Duration.ofSeconds(1), kind::greet);
    }

    /** The kinds of servers, each with something that it keeps. */
    enum Kind {
        MYSQL {
            @Override
            TestServer start() {
                return TestMySql.start();
            }

            @Override
            void write(TestServer server, String name) {
                sql((TestMySql) server, "CREATE TABLE " + name + " (id INT PRIMARY KEY)");
            }

            @Override
            String read(TestServer server) {
                return sql(
                        (TestMySql) server,
                        "SELECT GROUP_CONCAT(table_name) FROM information_schema.tables"
                                + " WHERE table_schema = 'tidemark'");
            }

            @Override
            boolean greet(InputStream in, OutputStream out) throws IOException {
                return in.read() >= 0;
            }
        },
        ZOOKEEPER {
            @Override
            TestServer start() {
                return TestZooKeeper.start();
            }

            @Override
            void write(TestServer server, String name) {
                // the server counts its sessions among its writes
                try (ZooKeeperSession session = new ZooKeeperSession(server.address())) {
                    session.create("/" + name);
                }
            }

            @Override
            String read(TestServer server) {
                try (ZooKeeperSession session = new ZooKeeperSession(server.address())) {
                    return String.join(",", session.children());
                }
            }

            @Override
            boolean greet(InputStream in, OutputStream out) throws IOException {
                out.write("ruok".getBytes(StandardCharsets.US_ASCII));
                return in.read() >= 0;
            }
        },
        KAFKA {
            @Override
            TestServer start() {
                return TestKafka.start();
            }

            @Override
            void write(TestServer server, String name) {
                ((TestKafka) server).createTopic(name, 1);
            }

            @Override
            String read(TestServer server) {
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.address()))) {
                    Set<String> names = admin.listTopics().names().get(30, TimeUnit.SECONDS);
                    return String.join(",", names);
                } catch (InterruptedException | ExecutionException | TimeoutException failure) {
                    throw new AssertionError(failure);
                }
            }

            @Override
            boolean greet(InputStream in, OutputStream out) throws IOException {
                // ApiVersions, version 0, of a client without a name
                out.write(new byte[] {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1});
                return in.read() >= 0;
            }
        },
        REDIS {
            @Override
            TestServer start() {
                return TestRedis.start();
            }

            @Override
            void write(TestServer server, String name) {
                command(server, "SADD names " + name);
            }

            @Override
            String read(TestServer server) {
                return command(server, "SMEMBERS names");
            }

            @Override
            boolean greet(InputStream in, OutputStream out) throws IOException {
                out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                return in.read() >= 0;
            }
        };

        abstract TestServer start();

        abstract void write(TestServer server, String name);

        abstract String read(TestServer server);

        abstract boolean greet(InputStream in, OutputStream out) throws IOException;

        private static String sql(TestMySql server, String sql) {
            Properties login = new Properties();
            login.setProperty("user", server.user());
            login.setProperty("password", server.password());
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), login);
                    Statement statement = connection.createStatement()) {
                if (!statement.execute(sql)) {
                    return "";
                }
                try (ResultSet row = statement.getResultSet()) {
                    row.next();
                    return String.valueOf(row.getString(1));
                }
            } catch (SQLException failure) {
                throw new AssertionError(failure);
            }
        }

        private static String command(TestServer server, String command) {
            StringBuilder answer = new StringBuilder();
            ServerCheck.succeeds(server.port(), LONG, (in, out) -> {
                for (String line : List.of(command, "QUIT")) {
                    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                answer.append(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
                return true;
            });
            return answer.toString();
        }
    }
}

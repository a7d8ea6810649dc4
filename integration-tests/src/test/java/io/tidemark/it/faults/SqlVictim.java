package io.tidemark.it.faults;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** A store in a database. Full means read-only: what hosted servers do with themselves before their disk is full. */
abstract class SqlVictim extends Victim {

    static final String DATABASE = "tidemark";
    static final String USER = "job";
    static final String PASSWORD = "correct";

    private final String address;
    private final String scheme;
    private final String administration;
    private final Login administrator;
    private final Map<String, String> settings;

    /**
     * Prepares nothing yet.
     *
     * @param address where the server itself listens
     * @param scheme of the store's URL
     * @param administration the database in which the administrator works, which is never dropped
     * @param settings of the store, with timeouts of one second
     */
    SqlVictim(
            EmbeddedServer server,
            WireProtocol protocol,
            String address,
            String scheme,
            String administration,
            Login administrator,
            Map<String, String> settings) {
        super(server, protocol, address, Set.of("COMMIT"));
        this.address = address;
        this.scheme = scheme;
        this.administration = administration;
        this.administrator = administrator;
        this.settings = settings;
    }

    /** Who connects. */
    record Login(String user, String password) {}

    /** The statement that gives the user of the job a password. */
    abstract String changePassword(String password);

    @Override
    final Target open(Memory memory) {
        return open(address(), new Login(USER, PASSWORD), memory);
    }

    @Override
    final Target openDirectly(Memory memory) {
        return open(address, administrator, memory);
    }

    private Target open(String at, Login login, Memory memory) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("user", login.user());
        all.put("password", login.password());
        OpenOffsetStore opened = OffsetStores.open(scheme + "://" + at + "/" + DATABASE, all);
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    final boolean isSink() {
        return false;
    }

    @Override
    final void spoilCredentials() {
        sql(changePassword("other"));
    }

    @Override
    final void restoreCredentials() {
        sql(changePassword(PASSWORD));
    }

    /** The users stay: they are the server's, not the database's. */
    @Override
    final void removeData() {}

    /** Runs statements as the administrator. */
    final void sql(String... statements) {
        Properties login = new Properties();
        login.setProperty("user", administrator.user());
        login.setProperty("password", administrator.password());
        String url = "jdbc:" + scheme + "://" + address + "/" + administration;
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + List.of(statements), e);
        }
    }
}

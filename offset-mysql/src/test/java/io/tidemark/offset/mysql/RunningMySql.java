package io.tidemark.offset.mysql;

import io.tidemark.servers.TestMySql;
import java.util.Optional;

/**
 * A server that is already running, for the tests that neither stop nor kill it: named by the system
 * properties {@code tidemark.test.mysql} ({@code host:port}), {@code tidemark.test.mysql.user} and
 * {@code tidemark.test.mysql.password}.
 */
final class RunningMySql implements TestMySql {

    private static final String ADDRESS = "tidemark.test.mysql";

    private final String address;

    private RunningMySql(String address) {
        this.address = address;
    }

    /** The server that was named; empty if none was. */
    static Optional<TestMySql> named() {
        return Optional.ofNullable(System.getProperty(ADDRESS)).map(RunningMySql::new);
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:mysql://" + address + "/mysql";
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:mysql://" + address + "/" + database;
    }

    @Override
    public String user() {
        return System.getProperty(ADDRESS + ".user", "root");
    }

    @Override
    public String password() {
        return System.getProperty(ADDRESS + ".password", "");
    }

    @Override
    public int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public String address() {
        return address;
    }

    /** Leaves the server as it is. */
    @Override
    public void close() {}

    @Override
    public void restart() {
        throw notOurs("restart");
    }

    @Override
    public void kill() {
        throw notOurs("kill");
    }

    @Override
    public void freeze() {
        throw notOurs("freeze");
    }

    @Override
    public void thaw() {
        throw notOurs("thaw");
    }

    @Override
    public void stop() {
        throw notOurs("stop");
    }

    @Override
    public String logText() {
        throw notOurs("read the log of");
    }

    private UnsupportedOperationException notOurs(String verb) {
        return new UnsupportedOperationException(
                "Cannot " + verb + " the server at " + address + ": the tests did not start it");
    }
}

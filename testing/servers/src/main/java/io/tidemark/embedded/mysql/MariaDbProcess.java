package io.tidemark.embedded.mysql;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.FileTrees;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** MariaDB, on a copy of the data directory that is prepared once per machine. */
final class MariaDbProcess extends ServerProcess implements EmbeddedMySql {

    static final String USER = "tidemark";
    static final String PASSWORD = "tidemark";
    static final String DATABASE = "tidemark";

    MariaDbProcess(ServerOptions options) {
        super(
                "MariaDB",
                options,
                Set.of("port", "bind-address", "bind_address", "datadir", "basedir", "socket", "tmpdir", "user"));
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        MariaDbInstallation installation = MariaDbInstallation.unpacked();
        if (Files.notExists(home.data())) {
            FileTrees.copyAtomically(installation.preparedData(), home.data());
        }

        Map<String, String> settings = new LinkedHashMap<>(MariaDbInstallation.SHARED_SETTINGS);
        settings.put("innodb-flush-log-at-trx-commit", isTemporary() ? "2" : "1");
        if (!settings().containsKey("ssl-cert")) {
            // 11.4 otherwise computes a certificate at every start, which takes seconds
            settings.put("skip-ssl", "");
        }
        settings.put("skip-name-resolve", "");
        settings.put("innodb-buffer-pool-dump-at-shutdown", "OFF");
        settings.put("innodb-buffer-pool-load-at-startup", "OFF");
        settings.put("table-open-cache", "400");
        settings.put("log-warnings", "1");
        // an option has two spellings; the one with hyphens is used here
        settings().forEach((key, value) -> settings.put(key.replace('_', '-'), value));

        List<String> lines = new ArrayList<>(List.of("[mariadbd]"));
        settings.forEach((key, value) -> lines.add(value.isEmpty() ? key : key + "=" + value));
        lines.add("bind-address=127.0.0.1");
        lines.add("port=" + listenPort);
        // never used, but it cannot be left out; relative to the data, because its path may not be long
        lines.add("socket=mariadb.sock");
        lines.add("pid-file=mariadb.pid");
        // a server that starts deletes the temporary tables of others in a directory that they share
        lines.add("tmpdir=" + Files.createDirectories(home.root().resolve("tmp")));
        return installation.command(home.write("my.cnf", lines), home.data());
    }

    @Override
    protected boolean answers(Duration limit) {
        return ServerCheck.succeeds(port(), limit, (in, out) -> MySqlLogin.succeeds(in, out, USER, PASSWORD));
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return PASSWORD;
    }
}

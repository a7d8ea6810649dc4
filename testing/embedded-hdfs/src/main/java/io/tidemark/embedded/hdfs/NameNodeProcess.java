package io.tidemark.embedded.hdfs;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.Port;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The name node in a JVM of its own. */
final class NameNodeProcess extends ServerProcess {

    private static final String STATE = "/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState";

    private final Port web;

    NameNodeProcess(ServerOptions options) {
        super("HDFS", options, HdfsCommand.OWN_SETTINGS);
        this.web = anotherPort();
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Files.createDirectories(home.data());
        Map<String, String> settings = HdfsCommand.settings(settings(), address());
        settings.put("dfs.namenode.http-address", web.address());
        // relative to the process's directory, because a comma in the path would make two of it
        settings.put(
                "dfs.namenode.name.dir", home.root().relativize(home.data()).toString());
        // a crash of the machine may cost the data of a temporary server
        settings.putIfAbsent("dfs.namenode.edits.noeditlogchannelflush", String.valueOf(isTemporary()));
        return HdfsCommand.of(home, NameNodeMain.class, settings);
    }

    @Override
    protected boolean answers(Duration limit) {
        return state(limit, "\"FSState\"");
    }

    /** Whether it accepts writes, and a data node that stores them is there. */
    boolean isOperational(Duration limit) {
        return state(limit, "\"FSState\" : \"Operational\"") && state(limit, "\"NumLiveDataNodes\" : 1");
    }

    private boolean state(Duration limit, String expected) {
        return ServerCheck.succeeds(web.number(), limit, (in, out) -> {
            out.write(("GET " + STATE + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(expected);
        });
    }
}

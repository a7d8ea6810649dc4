package io.tidemark.embedded.hdfs;

import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.process.DataDirectory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What both servers have in common: their settings and their class path. The class path is not this JVM's, which may
 * have Hadoop's client in another version.
 */
final class HdfsCommand {

    static final Set<String> OWN_SETTINGS = Set.of(
            "fs.defaultFS",
            "dfs.namenode.rpc-address",
            "dfs.namenode.http-address",
            "dfs.namenode.name.dir",
            "dfs.datanode.address",
            "dfs.datanode.http.address",
            "dfs.datanode.ipc.address",
            "dfs.datanode.data.dir");

    private HdfsCommand() {}

    /** Settings that may be added to. */
    static Map<String, String> settings(Map<String, String> given, String nameNode) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("dfs.replication", "1");
        // a data node counts as lost after 12 s
        settings.put("dfs.heartbeat.interval", "1");
        settings.put("dfs.namenode.heartbeat.recheck-interval", "1000");
        settings.put("dfs.namenode.safemode.extension", "0");
        settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
        settings.put("dfs.namenode.handler.count", "4");
        settings.put("dfs.datanode.handler.count", "4");
        settings.put("ipc.client.connect.max.retries", "1000");
        settings.putAll(given);
        settings.put("fs.defaultFS", "hdfs://" + nameNode);
        settings.put("dfs.namenode.rpc-address", nameNode);
        return settings;
    }

    static List<String> of(DataDirectory home, Class<?> main, Map<String, String> settings) throws IOException {
        List<String> lines = new ArrayList<>(List.of("<?xml version=\"1.0\"?>", "<configuration>"));
        settings.forEach((key, value) -> lines.add(
                "<property><name>" + escaped(key) + "</name><value>" + escaped(value) + "</value></property>"));
        lines.add("</configuration>");
        Path file = home.write("hdfs-site.xml", lines);
        Path classPath = home.write("class-path.args", List.of("-cp", '"' + classPath() + '"'));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms48m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dlog4j2.configurationFile=io/tidemark/embedded/server-log4j2.xml",
                "-Dlog4j2.disableJmx=true",
                "@" + classPath,
                main.getName(),
                file.toString());
    }

    /** The classes of this module and of the embedded servers, and the jars of HDFS. */
    private static String classPath() throws IOException {
        try (InputStream jars = HdfsCommand.class.getResourceAsStream("class-path.txt")) {
            if (jars == null) {
                throw new EmbeddedServerException(
                        "Cannot start HDFS: class-path.txt is missing beside its classes; build testing/embedded-hdfs",
                        null);
            }
            return String.join(
                    File.pathSeparator,
                    locationOf(HdfsCommand.class),
                    locationOf(DataDirectory.class),
                    new String(jars.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private static String locationOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException failure) {
            throw new EmbeddedServerException("Cannot find the classes of the embedded servers: " + failure, failure);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

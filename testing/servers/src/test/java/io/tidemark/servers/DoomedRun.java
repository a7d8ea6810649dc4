package io.tidemark.servers;

import java.io.IOException;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/** A test run in a JVM of its own: has a server and a network, says so, and waits to be killed. */
final class DoomedRun {

    /** What it says when it has both. */
    static final String READY = "ready";

    private DoomedRun() {}

    public static void main(String... arguments) throws IOException {
        TestRedis server = TestRedis.start();
        String owner = Long.toString(ProcessHandle.current().pid());
        DockerClientFactory.lazyClient()
                .createNetworkCmd()
                .withName("tidemark-doomed-" + owner)
                .withLabels(Map.of(ContainerServer.OWNER_LABEL, owner))
                .exec();
        System.out.println(READY);
        // whoever started this ended without killing it
        while (System.in.read() >= 0) {
            System.out.println(server.address());
        }
    }
}

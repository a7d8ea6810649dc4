package io.tidemark.servers;

import io.tidemark.embedded.process.ServerCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;

/** The image of ZooKeeper. */
final class ContainerZooKeeper extends ContainerServer implements TestZooKeeper {

    ContainerZooKeeper(ServerSetup setup) {
        super(Image.ZOOKEEPER, 2181, setup);
        container()
                .withEnv("ZOO_TICK_TIME", "500")
                .withEnv("ZOO_MAX_CLIENT_CNXNS", "0")
                .withEnv("ZOO_4LW_COMMANDS_WHITELIST", "*")
                // a line of zoo.cfg for each word
                .withEnv(
                        "ZOO_CFG_EXTRA",
                        setup.settings(ContainerServer::seen).entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining(" ")));
        start();
    }

    @Override
    boolean answers(Duration limit) {
        return ServerCheck.succeeds(port(), limit, (in, out) -> {
            out.write("srvr".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).startsWith("Zookeeper version");
        });
    }
}

package io.tidemark.servers;

import io.tidemark.embedded.process.ServerCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image of Redis or Valkey, which take the same settings. */
final class ContainerRedis extends ContainerServer implements TestRedis {

    ContainerRedis(ServerSetup setup) {
        super(Image.REDIS, 6379, setup);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("save", "");
        settings.put("appendonly", "yes");
        settings.put("appendfsync", "no");
        settings.put("protected-mode", "no");
        settings.putAll(setup.settings(ContainerServer::seen));
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> {
            arguments.add("--" + key);
            // a value of several words is several arguments
            arguments.addAll(List.of(value.split(" ", -1)));
        });
        container().withCommand(arguments.toArray(String[]::new));
        start();
    }

    @Override
    boolean answers(Duration limit) {
        return ServerCheck.succeeds(port(), limit, (in, out) -> {
            out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(in.readNBytes(5), StandardCharsets.US_ASCII);
            return answer.equals("+PONG") || answer.equals("-NOAU");
        });
    }
}

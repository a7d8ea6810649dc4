package io.tidemark.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs in a JVM of its own and owns servers there; does what {@link OwnerJvm} tells it to, one line at a time. */
final class Owner {

    private Owner() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<EmbeddedServer> servers = new ArrayList<>();
        String command;
        while ((command = commands.readLine()) != null) {
            switch (command) {
                case "exit" -> System.exit(0);
                case "freeze" -> {
                    servers.forEach(EmbeddedServer::freeze);
                    System.out.println("frozen");
                }
                default -> {
                    // KIND, or KIND and a directory
                    int space = (command + " ").indexOf(' ');
                    Kind kind = Kind.valueOf(command.substring(0, space));
                    ServerOptions options = space == command.length()
                            ? ServerOptions.temporary()
                            : ServerOptions.at(Path.of(command.substring(space + 1)));
                    EmbeddedServer server = kind.startQuietly(options);
                    servers.add(server);
                    System.out.println(server.address() + " " + server.dataDirectory());
                }
            }
        }
    }
}

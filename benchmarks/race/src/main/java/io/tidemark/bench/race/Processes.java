package io.tidemark.bench.race;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.recharge.servers.LocalServers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The processes whose processor time is measured apart. */
enum Processes {
    JOB,
    BROKER,
    REDIS,
    STORE;

    /** The processes of a candidate and of the servers. A server whose process is not found is omitted. */
    static Map<Processes, ProcessHandle> of(ProcessHandle job, LocalServers servers) {
        Map<Processes, ProcessHandle> all = new EnumMap<>(Processes.class);
        all.put(JOB, job);
        of(servers.kafka()).ifPresent(process -> all.put(BROKER, process));
        of(servers.redis()).ifPresent(process -> all.put(REDIS, process));
        of(servers.store()).ifPresent(process -> all.put(STORE, process));
        return all;
    }

    /** The processor seconds of each since its start; those that cannot be read are omitted. */
    static Map<Processes, Double> seconds(Map<Processes, ProcessHandle> processes) {
        Map<Processes, Double> seconds = new EnumMap<>(Processes.class);
        processes.forEach((name, process) -> {
            OptionalDouble used = ProcessUsage.seconds(process);
            if (used.isPresent()) {
                seconds.put(name, used.getAsDouble());
            }
        });
        return seconds;
    }

    /** A server is the child of a shell whose script is in the server's directory. */
    private static Optional<ProcessHandle> of(EmbeddedServer server) {
        String directory = server.dataDirectory().toString();
        return ProcessHandle.current()
                .children()
                .filter(shell -> Arrays.stream(shell.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(directory)))
                .findFirst();
    }
}

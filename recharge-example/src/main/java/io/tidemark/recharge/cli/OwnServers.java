package io.tidemark.recharge.cli;

import java.util.List;

/**
 * Whether the servers that a command starts itself are in the class path: the archive for a cluster leaves them out.
 */
final class OwnServers {

    private static final String ONE_OF_THEM = "io.tidemark.embedded.EmbeddedServer";

    private OwnServers() {}

    /** @throws UsageException if they are not */
    static void require(String command) {
        try {
            Class.forName(ONE_OF_THEM, false, OwnServers.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UsageException(List.of("Cannot run '" + command
                    + "' from this archive: it is for a cluster and has no servers of its own; run 'bin/recharge "
                    + command + "' in a checkout"));
        }
    }
}

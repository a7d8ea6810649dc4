package io.tidemark.recharge.cli;

import java.util.List;

/** Checks for the embedded servers that some commands start. The archive for a cluster does not contain them. */
public final class OwnServers {

    private static final String ONE_OF_THEM = "io.tidemark.embedded.EmbeddedServer";

    private OwnServers() {}

    /**
     * Checks that the class path has the servers.
     *
     * @param command the command that starts them
     * @throws UsageException if they are missing
     */
    public static void require(String command) {
        try {
            Class.forName(ONE_OF_THEM, false, OwnServers.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UsageException(List.of("Cannot run '" + command
                    + "' from this archive: it is built for a cluster and does not contain servers; run 'bin/recharge "
                    + command + "' in a checkout"));
        }
    }
}

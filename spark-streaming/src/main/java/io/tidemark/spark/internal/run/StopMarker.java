package io.tidemark.spark.internal.run;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file whose appearance stops a stream. When its file system becomes unreachable, that is logged once, and again when
 * it is reachable. Used by one thread.
 */
public final class StopMarker {

    private static final Logger LOG = LoggerFactory.getLogger(StopMarker.class);

    private final URI marker;
    private final Configuration hadoop;
    private boolean reachable = true;

    /** @param hadoop the configuration of the file systems: Spark's, with all that {@code spark.hadoop.*} sets */
    public StopMarker(URI marker, Configuration hadoop) {
        this.marker = marker;
        this.hadoop = hadoop;
    }

    /** Whether the file exists; false if its file system is unreachable. */
    public boolean exists() {
        try {
            Path path = new Path(marker);
            boolean exists = path.getFileSystem(hadoop).exists(path);
            if (!reachable) {
                LOG.info("The stop marker {} can be looked for again", marker);
            }
            reachable = true;
            return exists;
        } catch (IOException | RuntimeException e) {
            if (reachable) {
                LOG.warn(
                        "Cannot look for the stop marker {}: {}. The stream goes on and cannot be stopped by the marker until"
                                + " this works again, which will be logged. Check the address, and the file system's settings"
                                + " (spark.hadoop.*)",
                        marker,
                        e.toString());
                LOG.debug("Why the stop marker cannot be looked for", e);
            }
            reachable = false;
            return false;
        }
    }

    @Override
    public String toString() {
        return marker.toString();
    }
}

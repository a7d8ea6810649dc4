package io.tidemark.site;

import java.time.Instant;
import java.util.Optional;

/**
 * The content of a view.
 *
 * @param content its numbers as one JSON object; equal numbers give equal text
 * @param writtenAt when the last batch was written
 */
record Snapshot(String content, Optional<Instant> writtenAt) implements ViewAnswer {

    /** The numbers, the current time and the time of the last batch, as one JSON object. */
    String json(Instant now) {
        return "{\"now\":\"" + now + "\",\"writtenAt\":"
                + writtenAt.map(at -> "\"" + at + "\"").orElse("null") + "," + content.substring(1);
    }
}

package io.tidemark.site;

import java.time.Instant;
import java.util.Optional;

/**
 * What a view shows.
 *
 * @param content its numbers as one JSON object; equal numbers give equal text
 * @param writtenAt when the last batch was written
 */
record Snapshot(String content, Optional<Instant> writtenAt) implements ViewAnswer {

    /** The numbers, what time it is and when the last batch was written, as one JSON object. */
    String json(Instant now) {
        return "{\"now\":\"" + now + "\",\"writtenAt\":"
                + writtenAt.map(at -> "\"" + at + "\"").orElse("null") + "," + content.substring(1);
    }
}

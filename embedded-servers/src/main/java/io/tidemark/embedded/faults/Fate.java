package io.tidemark.embedded.faults;

import java.nio.ByteBuffer;

/** What becomes of a message that a {@link FaultProxy} has met. */
public sealed interface Fate {

    /** It goes on as it is. */
    record Passed() implements Fate {}

    /** It is lost, and its connection is reset in both directions. */
    record Cut() implements Fate {}

    /** It is lost and nobody is told: the connection stays open, as where the other side is gone without a word. */
    record Swallowed() implements Fate {}

    /**
     * Another message goes on in its place.
     *
     * @param message without the length that the protocol puts before it
     */
    record Replaced(ByteBuffer message) implements Fate {}
}

package io.tidemark.embedded.faults;

import java.nio.ByteBuffer;

/** What becomes of a message that a {@link FaultProxy} has met. */
public sealed interface FaultAction {

    /** It goes on as it is. */
    record Passed() implements FaultAction {}

    /** It is lost, and its connection is reset in both directions. */
    record Cut() implements FaultAction {}

    /** It is lost and nobody is told: the connection stays open, as where the other side is gone without a word. */
    record Swallowed() implements FaultAction {}

    /**
     * Another message goes on in its place.
     *
     * @param message without the length that the protocol puts before it
     */
    record Replaced(ByteBuffer message) implements FaultAction {}
}

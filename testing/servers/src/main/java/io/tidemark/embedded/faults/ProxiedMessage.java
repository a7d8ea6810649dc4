package io.tidemark.embedded.faults;

import java.nio.ByteBuffer;

/**
 * A message on its way through a {@link FaultProxy}.
 *
 * @param kind what the request asks for, in the words of {@link WireProtocol}; for an answer, that of its request
 * @param request the request; the same as the message where a request is met
 * @param message what is on its way: the request, or its answer or the part of it that has come
 */
public record ProxiedMessage(String kind, ByteBuffer request, ByteBuffer message) {

    /** Where a message is met. */
    public enum Direction {
        /** On its way to the server, which has not got it yet. */
        REQUEST,
        /** On its way back: the server has carried it out, the client does not know. */
        ANSWER
    }

    public ProxiedMessage {
        request = request.asReadOnlyBuffer();
        message = message.asReadOnlyBuffer();
    }
}

package io.tidemark.recharge.generate;

import java.io.IOException;

/** Receives the lines of a log one by one. */
@FunctionalInterface
public interface LineConsumer {

    /**
     * Receives a line.
     *
     * @param bytes holds the line, from its beginning, without a line feed; valid until the call returns
     * @param length the length of the line
     * @throws IOException if the line is refused; no more follow
     */
    void accept(byte[] bytes, int length) throws IOException;
}

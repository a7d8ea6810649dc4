package io.tidemark.recharge.generate;

import java.io.IOException;

/** Takes the lines of a log one by one. */
@FunctionalInterface
public interface LineConsumer {

    /**
     * Takes a line.
     *
     * @param bytes holds the line, from its beginning, without a line feed; valid until the call returns
     * @param length the length of the line
     * @throws IOException if the line cannot be taken; no more follow
     */
    void accept(byte[] bytes, int length) throws IOException;
}

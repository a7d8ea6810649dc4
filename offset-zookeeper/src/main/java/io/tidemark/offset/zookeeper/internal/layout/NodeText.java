package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Consumer;

/** Reads a node's data as lines of words, separated by one space. */
final class NodeText {

    private NodeText() {}

    /**
     * Passes on each line that is not empty.
     *
     * @param what the content of the text, for messages
     * @param path the node and its server, for messages
     * @param line throws a runtime exception for an unknown line
     * @throws OffsetStoreException if it does
     */
    static void forEachLine(byte[] data, String what, String path, Consumer<List<String>> line) {
        new String(data, StandardCharsets.UTF_8)
                .lines()
                .filter(text -> !text.isEmpty())
                .forEach(text -> {
                    try {
                        line.accept(List.of(text.split(" ", -1)));
                    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException unknown) {
                        throw new OffsetStoreException(
                                "Cannot read " + what + " at " + path + ": unknown line '" + text
                                        + "'; it was changed by hand or written by a later version of the store",
                                unknown);
                    }
                });
    }
}

package io.tidemark.metrics.redis.internal.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The arguments of a script, in order. Not safe for use by several threads. */
public final class Arguments {

    /** The encoded small numbers: most counts and all buckets. The arrays must not be changed. */
    private static final byte[][] SMALL = IntStream.range(0, 4096)
            .mapToObj(number -> GroupKeys.utf8(Integer.toString(number)))
            .toArray(byte[][]::new);

    private final List<byte[]> bytes = new ArrayList<>();

    public Arguments add(String argument) {
        return add(GroupKeys.utf8(argument));
    }

    public Arguments add(long argument) {
        return 0 <= argument && argument < SMALL.length ? add(SMALL[(int) argument]) : add(Long.toString(argument));
    }

    /**
     * Adds an argument.
     *
     * @param utf8 must not be changed afterwards
     */
    public Arguments add(byte[] utf8) {
        bytes.add(utf8);
        return this;
    }

    /** Adds the number of items, and then one block of them for each function. */
    @SafeVarargs
    public final <T> Arguments addBlocks(Collection<T> items, Function<T, String>... blocks) {
        add(items.size());
        for (Function<T, String> block : blocks) {
            items.forEach(item -> add(block.apply(item)));
        }
        return this;
    }

    public int size() {
        return bytes.size();
    }

    public List<byte[]> asList() {
        return bytes;
    }
}

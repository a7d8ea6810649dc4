package io.tidemark.metrics.redis.internal.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A script's arguments in the order in which it takes them. Not safe for use by several threads. */
public final class Arguments {

    /** Most counts and all buckets are among these; nobody changes the arrays. */
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
     * @param utf8 not to be changed any more
     */
    public Arguments add(byte[] utf8) {
        bytes.add(utf8);
        return this;
    }

    /** A number of items, then for each function one block of them. */
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

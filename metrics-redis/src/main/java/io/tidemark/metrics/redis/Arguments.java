package io.tidemark.metrics.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A script's arguments in the order in which it takes them. Not safe for use by several threads. */
final class Arguments {

    private final List<byte[]> bytes = new ArrayList<>();

    Arguments add(String argument) {
        bytes.add(GroupKeys.utf8(argument));
        return this;
    }

    Arguments add(long argument) {
        return add(Long.toString(argument));
    }

    /** A number of items, then for each function one block of them. */
    @SafeVarargs
    final <T> Arguments addBlocks(Collection<T> items, Function<T, String>... blocks) {
        add(items.size());
        for (Function<T, String> block : blocks) {
            items.forEach(item -> add(block.apply(item)));
        }
        return this;
    }

    int size() {
        return bytes.size();
    }

    List<byte[]> asList() {
        return bytes;
    }
}

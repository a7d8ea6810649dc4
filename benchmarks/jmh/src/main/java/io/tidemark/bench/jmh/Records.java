package io.tidemark.bench.jmh;

import io.tidemark.recharge.generate.GeneratedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records of the generator, in the order in which they were logged. */
public final class Records {

    /** Which log. */
    public static final String PRESET = "guangdong";

    private Records() {}

    /**
     * Some records.
     *
     * @param orders how many of them are orders
     */
    public static List<byte[]> of(long orders) throws IOException {
        List<byte[]> records = new ArrayList<>();
        new GeneratedLog(1, PRESET, orders).forEachLine((bytes, length) -> records.add(Arrays.copyOf(bytes, length)));
        return records;
    }
}

package io.tidemark.offset.mysql;

import java.lang.management.ManagementFactory;

/** Who writes, for the person who looks at the table. */
final class Writer {

    private static final int COLUMN = 255;

    private Writer() {}

    /** This process's number and host. */
    static String ofThisProcess() {
        String name = ManagementFactory.getRuntimeMXBean().getName();
        return name.substring(0, Math.min(name.length(), COLUMN));
    }
}

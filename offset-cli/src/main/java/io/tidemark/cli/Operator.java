package io.tidemark.cli;

import io.tidemark.offset.WriterName;

/** The name that this tool writes under, so that a conflict tells a driver from an operator. */
final class Operator {

    private static final String PREFIX = "tidemark-tool:";

    private Operator() {}

    static WriterName writer() {
        String name = PREFIX + System.getProperty("user.name", "unknown") + "@" + WriterName.ofThisProcess();
        String visible = name.replaceAll("[^!-~]", "-");
        return new WriterName(visible.substring(0, Math.min(visible.length(), WriterName.MAX_LENGTH)));
    }

    /** Whether a tool like this one has written, and no driver. */
    static boolean is(WriterName writer) {
        return writer.value().startsWith(PREFIX);
    }
}

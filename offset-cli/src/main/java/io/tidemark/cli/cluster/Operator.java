package io.tidemark.cli.cluster;

import io.tidemark.offset.WriterName;

/** The writer's name of this tool, by which a conflict distinguishes an operator from a driver. */
public final class Operator {

    private static final String PREFIX = "tidemark-tool:";

    private Operator() {}

    public static WriterName writer() {
        String name = PREFIX + System.getProperty("user.name", "unknown") + "@" + WriterName.ofThisProcess();
        String visible = name.replaceAll("[^!-~]", "-");
        return new WriterName(visible.substring(0, Math.min(visible.length(), WriterName.MAX_LENGTH)));
    }

    /** Whether this kind of tool has written, and not a driver. */
    public static boolean is(WriterName writer) {
        return writer.value().startsWith(PREFIX);
    }
}

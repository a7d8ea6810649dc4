package io.tidemark.recharge.testing;

import java.nio.file.Path;
import java.util.Arrays;

/** The lines of Spark that the job is built for, each in a module of its own. */
public enum SparkLine {
    SPARK_3_5("v3.5", "2.12"),
    SPARK_4_2("v4.2", "2.13");

    /** The tag of tests that run on each of them; the others run on the first. */
    public static final String EVERY = "every-spark-line";

    private final String folder;
    private final String scalaBinaryVersion;

    SparkLine(String folder, String scalaBinaryVersion) {
        this.folder = folder;
        this.scalaBinaryVersion = scalaBinaryVersion;
    }

    /** The line of the module that runs this test. */
    public static SparkLine current() {
        String module = Path.of("").toAbsolutePath().getFileName().toString();
        return Arrays.stream(values())
                .filter(line -> line.folder.equals(module))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Cannot tell the line of Spark: tests run in a module's folder, not in " + module));
    }

    /** The folder of this line in each module that has one: {@code v3.5}. */
    public String folder() {
        return folder;
    }

    /** As in {@code 2.12}. */
    public String scalaBinaryVersion() {
        return scalaBinaryVersion;
    }

    /** As {@code --spark} takes it: {@code 3.5}. */
    public String version() {
        return folder.substring(1);
    }
}

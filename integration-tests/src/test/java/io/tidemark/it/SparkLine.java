package io.tidemark.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of Spark that the library is built for, with the versions that the build pins. */
enum SparkLine {
    SPARK_3_5("v3.5", "2.12"),
    SPARK_4_2("v4.2", "2.13");

    private static final Path POM = Path.of("..", "pom.xml");

    private final String folder;
    private final String scalaBinaryVersion;

    SparkLine(String folder, String scalaBinaryVersion) {
        this.folder = folder;
        this.scalaBinaryVersion = scalaBinaryVersion;
    }

    /** The folder of this line in each module that has one: {@code v3.5}. */
    String folder() {
        return folder;
    }

    String scalaBinaryVersion() {
        return scalaBinaryVersion;
    }

    /** Settings for Maven that build a foreign project for this line. */
    List<String> mavenProperties() {
        // a property of a foreign project, and the property of the build that pins its value
        Map<String, String> versions =
                switch (this) {
                    case SPARK_3_5 -> Map.of("spark.version", "spark.version", "scala.version", "scala.version");
                    case SPARK_4_2 ->
                        Map.of(
                                "spark.version", "spark42.version",
                                "scala.version", "spark42.scala.version",
                                "kafka.version", "spark42.kafka.version");
                };
        List<String> properties = new ArrayList<>(List.of("-Dscala.binary.version=" + scalaBinaryVersion));
        versions.forEach((property, pin) -> properties.add("-D" + property + "=" + pinned(pin)));
        return properties;
    }

    private static String pinned(String property) {
        try {
            Matcher matcher =
                    Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(Files.readString(POM));
            if (!matcher.find()) {
                throw new IllegalStateException("Cannot find the property " + property + " in " + POM);
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

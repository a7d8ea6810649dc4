package io.tidemark.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the files in {@code deploy/}. */
final class DeployFiles {

    /** The project. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A key that occurs twice is an error. */
    static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private DeployFiles() {}

    /** A file of {@code deploy/}. */
    static Path file(String name) {
        return ROOT.resolve("deploy").resolve(name);
    }

    /** The documents of a YAML file. */
    static List<JsonNode> documents(String name) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (var read = YAML.readerFor(JsonNode.class).<JsonNode>readValues(Files.newBufferedReader(file(name)))) {
            read.forEachRemaining(documents::add);
        }
        return documents;
    }

    /** The texts of an array. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** A property of the root pom. */
    static String property(String name) throws IOException {
        Matcher found = Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)</")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        if (!found.find()) {
            throw new AssertionError("The root pom has no property " + name);
        }
        return found.group(1);
    }
}

package io.tidemark.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The checkpoint directory of a query that reads Spark's own source {@code kafka}: the offsets of a batch are in
 * {@code offsets/<batch>} before it runs, {@code commits/<batch>} exists once it has finished, and the first offsets
 * are in {@code sources/<source>/0}.
 *
 * @param offsets where the query would continue
 * @param unfinished the batch that the query has begun and not finished, and would repeat; empty if there is none
 */
record SparkCheckpoint(Map<TopicPartition, Long> offsets, OptionalLong unfinished) {

    private static final String FORMAT = "v1";

    SparkCheckpoint {
        offsets = Map.copyOf(offsets);
    }

    /**
     * Reads a checkpoint.
     *
     * @param source which of the query's sources, from 0 on; negative if it must have only one
     * @throws CommandException if it is not such a checkpoint
     */
    static SparkCheckpoint read(Path directory, int source) {
        OptionalLong last = latest(directory, "offsets");
        if (last.isEmpty()) {
            return new SparkCheckpoint(first(directory, Math.max(0, source)), OptionalLong.empty());
        }
        long batch = last.getAsLong();
        List<String> until = sources(directory, batch);
        int chosen = choose(directory, until, source);
        boolean finished = latest(directory, "commits").orElse(-1) >= batch;
        if (finished) {
            return new SparkCheckpoint(offsets(directory, until.get(chosen)), OptionalLong.empty());
        }
        Map<TopicPartition, Long> from = batch == 0
                ? first(directory, chosen)
                : offsets(directory, sources(directory, batch - 1).get(chosen));
        return new SparkCheckpoint(from, last);
    }

    private static int choose(Path directory, List<String> sources, int source) {
        if (source >= sources.size()) {
            throw wrong(
                    directory,
                    "the query has " + sources.size() + " sources, numbered from 0, and not --source " + source);
        }
        if (source < 0 && sources.size() != 1) {
            throw wrong(
                    directory,
                    "the query has " + sources.size() + " sources; give the number of one, from 0 on, as"
                            + " --source");
        }
        return Math.max(0, source);
    }

    private static List<String> sources(Path directory, long batch) {
        Path file = directory.resolve("offsets").resolve(Long.toString(batch));
        List<String> lines = text(directory, file).lines().toList();
        // the format, a line of settings, and a line for each source
        if (lines.size() < 3 || !lines.get(0).equals(FORMAT)) {
            throw wrong(directory, file + " has not the format " + FORMAT + " of Spark's offset log");
        }
        return lines.subList(2, lines.size());
    }

    /** Spark writes a byte 0 before the format, for versions before 2.1. */
    private static Map<TopicPartition, Long> first(Path directory, int source) {
        Path file =
                directory.resolve("sources").resolve(Integer.toString(source)).resolve("0");
        if (!Files.isRegularFile(file)) {
            throw wrong(
                    directory,
                    "it has neither a batch in 'offsets' nor first offsets in '" + directory.relativize(file)
                            + "': it is no checkpoint of a query, or its query has not started");
        }
        List<String> lines = text(directory, file).replace("\0", "").lines().toList();
        if (lines.size() != 2 || !lines.get(0).equals(FORMAT)) {
            throw wrong(directory, file + " has not the format " + FORMAT + " of Spark's Kafka source");
        }
        return offsets(directory, lines.get(1));
    }

    private static OptionalLong latest(Path directory, String folder) {
        Path path = directory.resolve(folder);
        if (!Files.isDirectory(path)) {
            return OptionalLong.empty();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .max();
        } catch (IOException e) {
            throw wrong(directory, "this user may not list " + path);
        }
    }

    private static String text(Path directory, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong(directory, file + " is missing, or this user may not read it as text");
        }
    }

    private static Map<TopicPartition, Long> offsets(Path directory, String json) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            JsonNode topics = Json.MAPPER.readTree(json);
            topics.fields().forEachRemaining(topic -> topic.getValue().fields().forEachRemaining(partition -> {
                JsonNode offset = partition.getValue();
                if (!partition.getKey().matches("\\d{1,9}") || !offset.isIntegralNumber() || offset.asLong() < 0) {
                    throw notOfKafka(directory, json);
                }
                offsets.put(new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())), offset.asLong());
            }));
        } catch (JsonProcessingException e) {
            throw notOfKafka(directory, json);
        }
        if (offsets.isEmpty()) {
            throw notOfKafka(directory, json);
        }
        return offsets;
    }

    private static CommandException notOfKafka(Path directory, String json) {
        return wrong(
                directory,
                "'" + json + "' are no offsets of Spark's Kafka source, which have the form {\"topic\":{\"0\":100}}");
    }

    private static CommandException wrong(Path directory, String reason) {
        return CommandException.usage("Cannot import --checkpoint " + directory + ": " + reason
                + ". Give the checkpoint directory of a stopped query, or a copy of it on this machine: its folders"
                + " offsets, commits and sources");
    }
}

package io.tidemark.recharge.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The event log of Spark's driver: executors and tasks. */
final class EventLog {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path folder;

    /** @param folder the folder with the events of one application */
    EventLog(Path folder) {
        this.folder = folder;
    }

    /** The executors that joined, by id. */
    List<String> executors() {
        return texts("SparkListenerExecutorAdded", "/Executor ID");
    }

    /** The executors that left. */
    List<String> executorsLost() {
        return texts("SparkListenerExecutorRemoved", "/Executor ID");
    }

    /** The number of started jobs. */
    int jobs() {
        return events("SparkListenerJobStart").size();
    }

    /** The number of tasks that each executor has finished. */
    Map<String, Integer> tasksDone() {
        return count("Success");
    }

    /** The number of tasks that were lost with each executor. */
    Map<String, Integer> tasksLost() {
        return count("ExecutorLostFailure");
    }

    private Map<String, Integer> count(String reason) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode task : events("SparkListenerTaskEnd")) {
            if (task.at("/Task End Reason/Reason").asText().equals(reason)) {
                counts.merge(task.at("/Task Info/Executor ID").asText(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private List<String> texts(String event, String pointer) {
        return events(event).stream().map(node -> node.at(pointer).asText()).toList();
    }

    private List<JsonNode> events(String name) {
        List<JsonNode> events = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    if (line.contains(name)) {
                        events.add(MAPPER.readTree(line));
                    }
                }
            }
        } catch (JsonProcessingException e) {
            // the last line is being written
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }
}

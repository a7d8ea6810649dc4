package io.tidemark.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.TextFile;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.Json;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for what is imported: a file, the checkpoint of a query, or a hash in Redis. */
final class ImportOptions {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file.")
    private @Nullable Path file;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "The checkpoint directory of a stopped query, or a local copy of its folders offsets, commits"
                    + " and sources, in place of a file.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--source",
            paramLabel = "N",
            description = "Which of the query's sources, from 0 on; not needed if it has one.")
    private @Nullable Integer source;

    @Mixin
    private final HashOptions hash = new HashOptions();

    /** Reads what is to be imported. */
    GroupFile read(GroupId group, ResultOptions result) {
        long given = Stream.of(file != null, checkpoint != null, hash.isGiven())
                .filter(present -> present)
                .count();
        if (given != 1 || (source != null && checkpoint == null) || hash.isIncomplete()) {
            throw CommandException.usage(
                    "Cannot import: give either FILE, which export has written, or --checkpoint DIR,"
                            + " with --source N if its query has several sources, or --hash KEY --from URL, with"
                            + " --field FORM and --topic TOPIC");
        }
        if (file != null) {
            return ofFile(file, group);
        }
        return checkpoint != null ? ofCheckpoint(checkpoint, group, result) : hash.read(group);
    }

    /** Fails if what was imported has changed since it was read. */
    void requireUnchanged(GroupFile imported) {
        if (hash.isGiven()) {
            hash.requireUnchanged(imported);
        }
    }

    private GroupFile ofCheckpoint(Path directory, GroupId group, ResultOptions result) {
        if (source != null && source < 0) {
            throw CommandException.usage("Cannot import --source " + source + ": sources are numbered from 0 on");
        }
        SparkCheckpoint read = SparkCheckpoint.read(directory, source == null ? -1 : source);
        read.unfinished()
                .ifPresent(batch -> result.remark("Batch " + batch
                        + " was begun and not finished: it is read again, and a part of its output may be there"));
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        read.offsets().forEach((partition, offset) -> offsets.put(partition, StoredOffset.of(offset)));
        return new GroupFile(group, offsets, List.of());
    }

    private static GroupFile ofFile(Path input, GroupId group) {
        GroupFile file;
        try {
            file = parse(TextFile.read(input), group);
        } catch (JsonProcessingException e) {
            throw CommandException.usage("Cannot import " + input + ": it is not JSON (line "
                    + e.getLocation().getLineNr() + "); give a file that export has written");
        } catch (IOException e) {
            throw CommandException.usage(
                    "Cannot import " + input + ": there is no such file, or this user may not read it as text");
        } catch (IllegalArgumentException | DateTimeException e) {
            throw CommandException.usage(
                    "Cannot import " + input + ": " + e.getMessage() + "; give a file that export has written");
        }
        if (!file.group().equals(group)) {
            throw CommandException.usage(
                    "Cannot import " + input + ": it is of group " + file.group() + ", but --group is " + group);
        }
        if (file.offsets().isEmpty()) {
            throw CommandException.usage("Cannot import " + input + ": it holds no offsets");
        }
        return file;
    }

    private static GroupFile parse(String text, GroupId group) throws JsonProcessingException {
        if (!text.stripLeading().startsWith("{")) {
            return PlainOffsets.lines(text, group);
        }
        JsonNode object = Json.MAPPER.readTree(text);
        return object.has("format") ? GroupFile.read(object) : PlainOffsets.startingOffsets(object, group);
    }
}

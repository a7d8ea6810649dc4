package io.tidemark.cli.command;

import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandException;
import io.tidemark.metrics.redis.OffsetHash;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the hash in Redis in which an older job keeps its offsets. */
final class HashOptions {

    private static final String DEFAULT_FIELD = "{partition}";

    @Option(
            names = "--hash",
            paramLabel = "KEY",
            description = "The key of the hash in Redis in which an older job keeps its offsets, in place of a file:"
                    + " bs:offset:{group}. The placeholders {group} and {topic} are possible.")
    private @Nullable String hash;

    @Option(
            names = "--field",
            paramLabel = "FORM",
            description = "The form of its fields: {partition} if not given, or, for example, {topic}:{partition}.")
    private @Nullable String field;

    @Option(names = "--from", paramLabel = "URL", description = "The Redis that has the hash: redis://host:6379.")
    private @Nullable String url;

    @Option(names = "--from-config", paramLabel = "FILE", description = "Its settings, key=value.")
    private @Nullable Path settings;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "The topic of the hash, if its fields do not name it. May be given more than once if the key"
                    + " or the fields name it.")
    private List<String> topics = new ArrayList<>();

    boolean isGiven() {
        return hash != null;
    }

    /** Whether an option is given that has no meaning without {@code --hash}. */
    boolean isIncomplete() {
        return hash == null && (field != null || url != null || settings != null || !topics.isEmpty());
    }

    GroupFile read(GroupId group) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        readHash(group).forEach((partition, offset) -> offsets.put(partition, StoredOffset.of(offset)));
        return new GroupFile(group, offsets, List.of());
    }

    /** Fails if the hash has other offsets than those that were read first: the older job still runs. */
    void requireUnchanged(GroupFile read) {
        Map<TopicPartition, Long> before = new HashMap<>();
        read.offsets().forEach((partition, stored) -> before.put(partition, stored.offset()));
        Map<TopicPartition, Long> now;
        try {
            now = readHash(read.group());
        } catch (OffsetStoreException unreadable) {
            throw CommandException.partly(
                    "The offsets are stored, but the hash cannot be read again: " + unreadable.getMessage(),
                    unreadable);
        }
        if (!now.equals(before)) {
            throw CommandException.partly(
                    "The offsets are stored, but the hash changed while they were imported: the older job still runs."
                            + " Stop it, and import again with --over",
                    new IllegalStateException("before " + before + ", now " + now));
        }
    }

    private Map<TopicPartition, Long> readHash(GroupId group) {
        StoreAddress address =
                StoreAddress.of("--from", Optional.ofNullable(url), "--from-config", Optional.ofNullable(settings));
        try {
            return OffsetHash.of(hash == null ? "" : hash, field == null ? DEFAULT_FIELD : field)
                    .read(address.url(), address.settings(), group, Set.copyOf(topics));
        } catch (IllegalArgumentException wrong) {
            throw CommandException.usage(wrong.getMessage() + "; see --hash, --field, --topic and --from");
        }
    }
}

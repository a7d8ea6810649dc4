package io.tidemark.offset.hdfs;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.hdfs.GroupReader.Known;
import io.tidemark.offset.hdfs.internal.files.GroupFiles;
import io.tidemark.offset.hdfs.internal.files.Listing;
import io.tidemark.offset.hdfs.internal.files.Version;
import io.tidemark.offset.hdfs.internal.layout.FileNames;
import io.tidemark.offset.hdfs.internal.layout.GroupState;
import io.tidemark.offset.hdfs.internal.layout.ReceiptText;
import io.tidemark.offset.hdfs.internal.layout.StateText;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Writes states of a group. A state that was computed from the write number N is applied by creating the file N + 1,
 * which fails if another writer has created it.
 */
final class GroupWriter {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final GroupReader reader;
    private final int keep;

    GroupWriter(GroupReader reader, int keep) {
        this.reader = reader;
        this.keep = keep;
    }

    /**
     * Writes, and starts again from the current state as often as another writer has come in between.
     *
     * @param planner computes the write from a state; it throws an {@link OffsetConflictException} if its condition
     *     does not hold, and returns empty if there is nothing to write. It may be called several times, and with a
     *     state that is outdated
     * @return the state that governs
     */
    GroupState write(GroupFiles files, Function<GroupState, Optional<Plan>> planner) throws IOException {
        Optional<Known> remembered = reader.remembered(files.group());
        boolean isCurrent = remembered.isEmpty();
        Known base = isCurrent ? reader.current(files) : remembered.get();
        while (true) {
            Optional<Optional<Plan>> plan = plan(planner, base.state(), isCurrent);
            if (plan.isPresent() && plan.get().isPresent()) {
                Optional<GroupState> written = attempt(files, base, plan.get().get());
                if (written.isPresent()) {
                    return written.get();
                }
            } else if (plan.isPresent() && isCurrent) {
                return base.state();
            }
            base = reader.current(files);
            isCurrent = true;
        }
    }

    /** Empty if the condition does not hold for a state that may be outdated. */
    private static Optional<Optional<Plan>> plan(
            Function<GroupState, Optional<Plan>> planner, GroupState state, boolean isCurrent) {
        try {
            return Optional.of(planner.apply(state));
        } catch (OffsetConflictException conflict) {
            if (isCurrent) {
                throw conflict;
            }
            return Optional.empty();
        }
    }

    /** Empty if the base is no longer the current state. */
    private Optional<GroupState> attempt(GroupFiles files, Known base, Plan plan) throws IOException {
        String attempt = HexFormat.of().toHexDigits(RANDOM.nextLong());
        long number = base.state().number() + 1;
        Path writing = files.path(FileNames.writing(number, attempt));
        List<Path> created = new ArrayList<>(List.of(writing));
        GroupState next;
        Listing listing;
        FileStatus own;
        try {
            Optional<String> receipts = base.state().receipts();
            if (!plan.receipts().isEmpty()) {
                String name = FileNames.receipts(number, attempt);
                created.add(files.path(name));
                List<LossReceipt> all = new ArrayList<>(GroupReader.receipts(files, base.state()));
                all.addAll(plan.receipts());
                files.create(files.path(name), ReceiptText.write(files.group(), all));
                receipts = Optional.of(name);
            }
            next = new GroupState(number, attempt, plan.offsets(), plan.governor(), receipts);
            byte[] content = StateText.write(files.group(), next);
            files.create(writing, content);
            // after the file exists: see Compaction
            listing = files.list();
            own = listing.writing().get(writing.getName());
            if (!listing.version().equals(base.version()) || own == null || own.getLen() != content.length) {
                files.deleteQuietly(created);
                return Optional.empty();
            }
        } catch (IOException failure) {
            if (files.wasTakenAway(failure) && !files.list().version().equals(base.version())) {
                files.deleteQuietly(created);
                return Optional.empty();
            }
            files.deleteAfterRefusal(created, failure);
            throw failure;
        }
        new Compaction(files, keep).run(listing, base.state());
        if (!apply(files, writing, number, attempt, created)) {
            return Optional.empty();
        }
        reader.remember(new Known(files.group(), Version.numbered(number, own), next));
        return Optional.of(next);
    }

    private static boolean apply(GroupFiles files, Path writing, long number, String attempt, List<Path> created)
            throws IOException {
        try {
            if (files.apply(writing, files.path(FileNames.offsets(number)), attempt)) {
                return true;
            }
            files.deleteQuietly(created);
            return false;
        } catch (IOException failure) {
            if (files.call().isNotApplied()) {
                files.deleteAfterRefusal(created, failure);
            }
            throw failure;
        }
    }
}

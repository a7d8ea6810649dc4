package io.tidemark.cli.plan;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetCopy;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import java.util.Set;

/** A copy that has begun. If it ends early, the operator has to check the store. */
public final class Copying {

    /** How to treat an older state in the other store. */
    public enum Older {
        REFUSED,
        REPLACED;

        public static Older of(boolean isReplaced) {
            return isReplaced ? REPLACED : REFUSED;
        }
    }

    private Copying() {}

    public static OffsetCopy.Report copy(
            OffsetStore from, OffsetStore to, GroupId group, Set<String> topics, Older older) {
        try {
            return older == Older.REPLACED
                    ? OffsetCopy.copyOver(from, to, group, topics)
                    : OffsetCopy.copy(from, to, group, topics);
        } catch (OffsetConflictException | CommitOutcomeUnknownException known) {
            throw known;
        } catch (OffsetStoreException ended) {
            throw CommandException.partly(String.valueOf(ended.getMessage()), ended);
        }
    }
}

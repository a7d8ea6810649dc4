package io.tidemark.offset.spi;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import java.util.Set;

/**
 * A store that can list its groups, for tools and their users, who may not know the names. An optional ability.
 *
 * @since 0.1
 */
public interface ListableStore extends OffsetStore {

    /**
     * Lists the groups that something is stored for: offsets, loss receipts, or what governs the group. A group whose
     * last offset was removed may still be listed. It is not a snapshot: a group that appears during the call may be
     * missing.
     *
     * @return the groups, in no order
     * @throws io.tidemark.offset.OffsetStoreException if the store cannot be read
     */
    Set<GroupId> groups();
}

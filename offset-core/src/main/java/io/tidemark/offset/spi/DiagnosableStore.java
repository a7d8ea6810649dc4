package io.tidemark.offset.spi;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import java.time.Clock;
import java.util.List;

/**
 * A store that can examine its server, for {@code tidemark doctor}. An optional ability.
 *
 * @since 0.1
 */
public interface DiagnosableStore extends OffsetStore {

    /**
     * Examines the server: its version, whether it accepts this client's writes, settings that endanger what is stored,
     * and its clock. It changes nothing, and does not throw for what it finds: a question that the server refuses is a
     * finding too.
     *
     * @param group the group of the job, whose keys, nodes or rows the permissions are checked for
     * @param clock this machine's clock, which the server's is compared with
     * @return the findings, in the order in which a reader should see them
     * @throws io.tidemark.offset.OffsetStoreException if the server does not answer at all
     */
    List<Diagnosis> diagnose(GroupId group, Clock clock);
}

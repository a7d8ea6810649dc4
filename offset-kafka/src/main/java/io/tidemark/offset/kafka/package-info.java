/**
 * Offsets as the committed offsets of a consumer group, which lag tools see, and a journal topic beside them, which
 * keeps the offsets when Kafka drops committed ones. {@link io.tidemark.offset.kafka.KafkaOffsetStore} is the store;
 * it can also be opened for clusters that do not allow transactions.
 *
 * <p>An entry is written twice, in one transaction: as the offset that the group has committed, with the text below as
 * its metadata, and as a record of the journal.
 *
 * <pre>
 * tidemark/1 UNTIL FROM TIME CLUSTER-ID TOPIC-ID WRITER      an entry; what is not known is a dash
 * tidemark/1 removed TIME WRITER                             metadata of a committed offset that is an entry no more
 * </pre>
 *
 * <p>The journal's records have text keys, and keep, compacted, the last value of each:
 *
 * <pre>
 * offset TOPIC PARTITION GROUP                               value: an entry; none where it was removed
 * loss/REASON TOPIC PARTITION CLUSTER-ID TOPIC-ID FROM GROUP value: tidemark/1 UNTIL REASON POLICY TIME
 * governor GROUP                                             value: tidemark/1 store, or tidemark/1 sink DESCRIPTION
 * </pre>
 *
 * <p>A committed offset of another program governs; otherwise the journal's entry; otherwise a committed offset of this
 * store.
 */
@NullMarked
package io.tidemark.offset.kafka;

import org.jspecify.annotations.NullMarked;

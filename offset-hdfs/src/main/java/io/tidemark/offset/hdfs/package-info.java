/**
 * Offsets in HDFS, on Hadoop's {@code FileSystem}.
 *
 * <p>Each group has a directory. Each write adds a file {@code offsets-NUMBER} with the complete state of the group,
 * and the file with the highest number governs:
 *
 * <pre>
 * tidemark-offsets 1
 * group recharge
 * number 42
 * attempt 5f1c0a9be27d4c13
 * governor store
 * receipts receipts-0000000017-c40d9be2217fa513
 * entries orders CLUSTER-ID TOPIC-ID 2026-11-29T08:15:30.123Z worker-3:4711:k3f9x2
 * 0 1200
 * 1 1187
 * end 9 0c1d2e3f
 * </pre>
 *
 * <p>A write first creates a complete file {@code .writing-NUMBER-ATTEMPT}, then renames it. The rename is atomic and
 * fails if another writer has taken the number.
 */
@NullMarked
package io.tidemark.offset.hdfs;

import org.jspecify.annotations.NullMarked;

/**
 * The proof that the job keeps its word: it is killed, frozen, doubled and robbed of its servers and records, and in
 * the end must have counted what an independent reference implementation counts.
 */
@NullMarked
package io.tidemark.recharge.prove;

import org.jspecify.annotations.NullMarked;

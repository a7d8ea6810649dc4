/**
 * Tests what a job does when a server that it needs fails: every fault of every server at every moment that matters,
 * and the table of it in {@code docs/fault-matrix.md}. A row of tests is a {@link io.tidemark.it.faults.Victim}; what
 * must happen is in {@link io.tidemark.it.faults.Expected}.
 */
@NullMarked
package io.tidemark.it.faults;

import org.jspecify.annotations.NullMarked;

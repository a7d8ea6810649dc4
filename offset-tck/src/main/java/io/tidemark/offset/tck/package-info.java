/**
 * The contract of stores and sinks as tests. An author extends {@link io.tidemark.offset.tck.OffsetStoreContract} or
 * {@link io.tidemark.offset.tck.MetricSinkContract} and provides a store or sink on empty data. JUnit Jupiter then runs
 * every test of the contract. No test can be skipped. If a technology cannot keep something (a table without a column
 * for it), the subclass declares it, and the contract then tests that it is never kept.
 */
@NullMarked
package io.tidemark.offset.tck;

import org.jspecify.annotations.NullMarked;

/**
 * The contract of stores and sinks as tests. An author extends {@link io.tidemark.offset.tck.OffsetStoreContract} or
 * {@link io.tidemark.offset.tck.MetricSinkContract}, gives a store or sink on empty data, and has every test of the
 * contract run against it by JUnit Jupiter. Nothing in it can be skipped; what a technology cannot keep (a table
 * without a column for it) is declared, and the contract then tests that it is never kept.
 */
@NullMarked
package io.tidemark.offset.tck;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of jobs on real servers. {@link io.tidemark.test.TidemarkTest} gives a JUnit test its servers,
 * {@link io.tidemark.test.TestTopic} a topic with records, {@link io.tidemark.test.TestJob} runs the job in a process
 * that can be killed and restarted, and {@link io.tidemark.test.ExactlyOnce} checks that nothing was lost or repeated.
 *
 * <p>A test that runs the job within its own JVM can use {@link io.tidemark.offset.memory.InMemoryOffsetStore} and
 * {@link io.tidemark.metrics.InMemoryMetricSink} instead of servers.
 */
@NullMarked
package io.tidemark.test;

import org.jspecify.annotations.NullMarked;

package io.tidemark.faultinjection;

import io.tidemark.embedded.EmbeddedServer;
import java.time.Duration;

/** Injects a fault into the servers of a running job, and waits until the job has recovered. */
final class FaultInjector {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_OUTAGE_MS = 1_500;

    private final ScenarioContext context;

    FaultInjector(ScenarioContext context) {
        this.context = context;
    }

    void strike(Fault fault, JobProcess job) throws InterruptedException {
        switch (fault) {
            case REDIS_KILLED -> kill(fault, context.servers().redis(), job);
            case STORE_KILLED -> kill(fault, context.servers().store(), job);
            case PARTITION_ADDED -> addPartition(job);
        }
    }

    private void kill(Fault fault, EmbeddedServer server, JobProcess job) throws InterruptedException {
        long half = context.portion() / 2;
        context.feed().grant(half);
        // the store's server may be the broker of the log
        context.feed().awaitWritten();
        server.kill();
        int outage = context.random().nextInt(MOST_OUTAGE_MS);
        job.await(state -> false, Duration.ofMillis(outage));
        server.restart();
        long commits = job.state().commits();
        context.feed().grant(context.portion() - half);
        judge(fault, "down for " + outage + " ms and its start, then ", commits, job);
    }

    private void addPartition(JobProcess job) throws InterruptedException {
        context.feed().awaitWritten();
        int partitions = context.feed().partitions() + 1;
        context.topic().grow(partitions);
        context.feed().spreadOver(partitions);
        long commits = job.state().commits();
        context.feed().grant(context.portion());
        judge(Fault.PARTITION_ADDED, "now " + partitions + ", ", commits, job);
    }

    private void judge(Fault fault, String circumstances, long commits, JobProcess job) throws InterruptedException {
        JobProcess.State state = job.await(now -> now.commits() > commits, PATIENCE);
        if (state.commits() > commits) {
            context.incidents().asExpected(fault, circumstances + "the job continued");
        } else {
            context.incidents().notAsExpected(fault, circumstances + job.fate());
        }
    }
}

package io.tidemark.recharge.prove;

import io.tidemark.embedded.EmbeddedServer;
import java.time.Duration;

/** Does to a running job's surroundings what can happen to them, and waits until the job has got over it. */
final class Disasters {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_OUTAGE_MS = 1_500;

    private final Stage stage;

    Disasters(Stage stage) {
        this.stage = stage;
    }

    void strike(Fault fault, JobProcess job) throws InterruptedException {
        switch (fault) {
            case REDIS_KILLED -> kill(fault, stage.servers().redis(), job);
            case STORE_KILLED -> kill(fault, stage.servers().store(), job);
            case PARTITION_ADDED -> addPartition(job);
        }
    }

    private void kill(Fault fault, EmbeddedServer server, JobProcess job) throws InterruptedException {
        long half = stage.portion() / 2;
        stage.feed().grant(half);
        // the store's server may be the one that the log is written to
        stage.feed().awaitWritten();
        server.kill();
        int outage = stage.random().nextInt(MOST_OUTAGE_MS);
        job.await(state -> false, Duration.ofMillis(outage));
        server.restart();
        long commits = job.state().commits();
        stage.feed().grant(stage.portion() - half);
        judge(fault, "away for " + outage + " ms and its start, then ", commits, job);
    }

    private void addPartition(JobProcess job) throws InterruptedException {
        stage.feed().awaitWritten();
        int partitions = stage.feed().partitions() + 1;
        stage.topic().grow(partitions);
        stage.feed().spreadOver(partitions);
        long commits = job.state().commits();
        stage.feed().grant(stage.portion());
        judge(Fault.PARTITION_ADDED, "now " + partitions + ", ", commits, job);
    }

    private void judge(Fault fault, String circumstances, long commits, JobProcess job) throws InterruptedException {
        JobProcess.State state = job.await(now -> now.commits() > commits, PATIENCE);
        if (state.commits() > commits) {
            stage.incidents().asExpected(fault, circumstances + "the job went on by itself");
        } else {
            stage.incidents().notAsExpected(fault, circumstances + job.fate());
        }
    }
}

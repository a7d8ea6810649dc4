package io.tidemark.recharge.prove;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Hands out job processes that are ready to run, and always brings up the next one beside the running one. */
final class JobPool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Class<?> mainClass;
    private final Path folder;
    private final List<JobProcess> started = new ArrayList<>();

    JobPool(Class<?> mainClass, Path folder) {
        this.mainClass = mainClass;
        this.folder = folder;
        startNext();
    }

    /** One that is ready. */
    JobProcess take() throws InterruptedException {
        JobProcess job = started.get(started.size() - 1);
        JobProcess.State state = job.await(JobProcess.State::warm, PATIENCE);
        if (!state.warm() || state.ended()) {
            throw new ProofException(
                    "Cannot start a job: Spark was not up within " + PATIENCE.toSeconds() + " s; see " + job.log());
        }
        startNext();
        return job;
    }

    private void startNext() {
        started.add(JobProcess.start(mainClass, started.size() + 1, folder));
    }

    @Override
    public void close() {
        started.forEach(JobProcess::close);
    }
}

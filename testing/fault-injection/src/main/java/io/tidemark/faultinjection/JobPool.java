package io.tidemark.faultinjection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts job processes in advance: while one job runs, the next process gets ready. */
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

    /** A process that is ready. Starts the next one. */
    JobProcess take() throws InterruptedException {
        JobProcess job = started.get(started.size() - 1);
        JobProcess.State state = job.await(JobProcess.State::warm, PATIENCE);
        if (!state.warm() || state.ended()) {
            throw new FaultInjectionException(
                    "Cannot start a job: Spark was not ready within " + PATIENCE.toSeconds() + " s; see " + job.log());
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

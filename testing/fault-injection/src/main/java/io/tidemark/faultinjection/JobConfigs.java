package io.tidemark.faultinjection;

import io.tidemark.offset.OutOfRangePolicy;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Writes the configuration files of the jobs. */
final class JobConfigs {

    private final Path folder;
    private final Map<String, String> common;

    /**
     * @param folder the folder of the files
     * @param common the keys that all jobs have
     */
    JobConfigs(Path folder, Map<String, String> common) {
        this.folder = folder;
        this.common = Map.copyOf(common);
    }

    /** Writes the file of a job. */
    Path write(JobProcess job, Attempt attempt, OutOfRangePolicy outOfRange, Path checkpoint, long portion) {
        Properties properties = new Properties();
        properties.putAll(common);
        properties.setProperty("job.engine", attempt.engine().name());
        properties.setProperty("job.checkpoint", checkpoint.toUri().toString());
        properties.setProperty("job.batch-interval", attempt.interval().toMillis() + "ms");
        properties.setProperty(
                "job.max-records-per-batch", String.valueOf(Math.max(1, portion / attempt.batchShare())));
        properties.setProperty("job.out-of-range", outOfRange.name().toLowerCase(Locale.ROOT));
        Path file = folder.resolve("job-%02d.properties".formatted(job.number()));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, job.toString());
            return file;
        } catch (IOException e) {
            throw new FaultInjectionException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

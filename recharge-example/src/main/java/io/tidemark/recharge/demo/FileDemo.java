package io.tidemark.recharge.demo;

import io.tidemark.metrics.Period;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.load.LoadedLog;
import io.tidemark.recharge.load.LogLoader;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the demo on a log file: loads it, waits until every record is processed, and reports. */
public final class FileDemo {

    private static final Logger LOG = LoggerFactory.getLogger(FileDemo.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private FileDemo() {}

    /**
     * Runs the demo on a file. With the data directory of an earlier run, it resumes loading the same file where that
     * run stopped.
     *
     * @param file the log
     * @param loading receives how many bytes of the file are loaded
     * @param whenLoaded receives the loaded log, before its records are processed
     * @return the report of everything that the data directory holds
     * @throws DemoException if the file or the directory cannot be used
     * @throws InterruptedException if the thread is interrupted; the demo is ended
     */
    public static RechargeReport run(
            DemoOptions options, Path file, LongConsumer loading, Consumer<LoadedLog> whenLoaded)
            throws InterruptedException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new DemoException("Cannot read the log " + file + ": there is no such readable file");
        }
        try (Demo demo = Demo.start(options)) {
            LoadNote note = new LoadNote(demo.directory().path());
            Map<TopicPartition, Long> bases = note.bases(file, Demo.TOPIC, demo::ends);
            LoadedLog loaded =
                    LogLoader.resumable(demo.kafka(), Demo.TOPIC, bases).load(file, loading);
            note.complete();
            whenLoaded.accept(loaded);
            awaitAbsorbed(demo, loaded.ends());
            demo.job().close();
            return new ReportReader(demo.reader())
                    .read(demo.group(), demo.config().dictionary().regions(), Period.all());
        }
    }

    private static void awaitAbsorbed(Demo demo, Map<TopicPartition, Long> ends) throws InterruptedException {
        while (!isAbsorbed(ledger(demo), ends)) {
            // throws the failure of the stream
            if (demo.job().awaitTermination(LOOK)) {
                throw new DemoException("Cannot report: the job was stopped before every record was processed");
            }
        }
    }

    /**
     * Empty if Redis does not answer now, for example while it runs a long write; a lasting failure ends the stream.
     */
    private static Map<TopicPartition, StoredOffset> ledger(Demo demo) {
        try {
            return demo.sink().load(demo.group(), Set.of(Demo.TOPIC));
        } catch (OffsetStoreException e) {
            LOG.info("Cannot read the progress of the job; retrying", e);
            return Map.of();
        }
    }

    private static boolean isAbsorbed(Map<TopicPartition, StoredOffset> ledger, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> {
            StoredOffset reached = ledger.get(end.getKey());
            return reached != null ? reached.offset() >= end.getValue() : end.getValue() == 0;
        });
    }
}

package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.recharge.servers.LocalServers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs all candidates on one topic, in rounds in which each candidate runs once. Each candidate has its own JVM for
 * several rounds, and then a new one, because the same code can be up to a third slower or faster in another JVM. A
 * time is only valid if the counts equal those of the reference implementation.
 */
final class Race {

    /** The smallest batch of a short benchmark. */
    private static final long LEAST_BATCH = 1_000;

    private static final long MOST_BATCH = 1_000_000;
    private static final int BATCHES = 4;

    private final RaceOptions options;
    private final PrintStream out;
    private final List<CandidateProcess> candidates = new ArrayList<>();
    private boolean peaksAreReset = true;

    Race(RaceOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs the benchmark.
     *
     * @return the times of each candidate
     * @throws IllegalStateException if one of them has counted wrongly
     */
    Times run() throws IOException {
        Path folder = Files.createTempDirectory("tidemark-race-");
        try (LocalServers servers = LocalServers.start(StoreType.MYSQL, server -> ServerOptions.temporary())) {
            FilledLog warm = FilledLog.fill(servers, "warm", options.warmUp());
            FilledLog full = FilledLog.fill(servers, "full", options.records());
            Setting setting = setting(servers, folder);
            out.printf(
                    Locale.ROOT,
                    "%,d records, batches of %,d, %d JVMs, %d rounds in each, %d threads; logs are in %s%n",
                    full.records(),
                    setting.batch(),
                    options.jvms(),
                    options.rounds(),
                    setting.cores(),
                    folder);
            Times times = new Times(full.records());
            for (int jvm = 1; jvm <= options.jvms(); jvm++) {
                start(servers, setting, folder, warm, jvm);
                for (int round = 1; round <= options.rounds(); round++) {
                    run(servers, setting, full, (jvm - 1) * options.rounds() + round, times);
                }
                end();
            }
            out.printf(
                    "%nProcessor seconds and peak memory are those of a whole run, with its setup and its end; the peak"
                            + " is the resident memory of the candidate's JVM %s.%n",
                    peaksAreReset ? "in the run" : "since its start");
            delete(folder);
            return times;
        } finally {
            end();
        }
    }

    private void start(LocalServers servers, Setting setting, Path folder, FilledLog warm, int jvm) throws IOException {
        for (CandidateKind who : options.candidates()) {
            Path own = folder.resolve(who.name() + "-" + jvm);
            CandidateProcess candidate =
                    CandidateProcess.start(who, options.benchmarks(), options.jvmOptions(), setting.in(own));
            candidates.add(candidate);
            if (options.warmUp() > 0) {
                measure(servers, setting, candidate, warm, jvm);
            }
        }
    }

    private void run(LocalServers servers, Setting setting, FilledLog log, int round, Times times) throws IOException {
        for (int place = 0; place < candidates.size(); place++) {
            // the order changes, so that no candidate always runs after the same one
            CandidateProcess candidate = candidates.get((place + round - 1) % candidates.size());
            Figures figures = measure(servers, setting, candidate, log, round);
            times.add(candidate.who(), figures);
            out.printf(
                    Locale.ROOT,
                    "round %d  %-46s %,9.0f records/s%n",
                    round,
                    candidate.who().title(),
                    times.speed(figures));
        }
    }

    private void end() {
        candidates.forEach(CandidateProcess::close);
        candidates.clear();
    }

    /** The logs of a failed benchmark are kept here. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Setting setting(LocalServers servers, Path folder) {
        RechargeConfig config = ConfigFiles.read(Optional.empty(), Map.of(), servers.settings());
        StoreConfig.MySql mysql = (StoreConfig.MySql) config.store();
        return new Setting(
                servers.kafka().bootstrapServers(),
                URI.create(servers.redis().uri()),
                mysql.url(),
                mysql.user(),
                mysql.password().reveal(),
                options.cores(),
                Math.max(LEAST_BATCH, Math.min(MOST_BATCH, options.records() / BATCHES)),
                folder);
    }

    private Figures measure(LocalServers servers, Setting setting, CandidateProcess candidate, FilledLog log, int round)
            throws IOException {
        String group = log.topic() + "-"
                + candidate.who().name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + round;
        Map<Processes, ProcessHandle> processes = Processes.of(candidate.process(), servers);
        peaksAreReset &= ProcessUsage.resetPeak(candidate.process());
        Map<Processes, Double> before = Processes.seconds(processes);
        long nanos = candidate.run(log.topic(), group, log.records());
        Figures figures =
                Figures.of(nanos, before, Processes.seconds(processes), ProcessUsage.peakBytes(candidate.process()));
        Totals totals = candidate.totals(group);
        ReportTotals.requireSame(candidate.who(), totals, log.want());
        if (candidate.who().isTidemark()) {
            requireWholeReport(setting, log, group);
        }
        return figures;
    }

    /** The report that Tidemark's own reader gives must be right, too. */
    private static void requireWholeReport(Setting setting, FilledLog log, String group) {
        RechargeConfig config = Configs.of(setting, log.topic(), group);
        RechargeReport want = log.want().report();
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            String got = ReportJson.write(new ReportReader(metrics.reader())
                    .read(new GroupId(group), config.dictionary().regions(), Period.all()));
            String wanted = ReportJson.write(new RechargeReport(
                    group,
                    want.from(),
                    want.to(),
                    want.records(),
                    want.overall(),
                    want.cities(),
                    want.topCities(),
                    want.minutes()));
            if (!Objects.equals(got, wanted)) {
                throw new IllegalStateException(
                        "Cannot time Tidemark: its report differs from the reference implementation: " + got + ", not "
                                + wanted);
            }
        }
    }
}

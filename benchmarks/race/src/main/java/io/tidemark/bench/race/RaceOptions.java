package io.tidemark.bench.race;

import java.nio.file.Path;
import java.util.List;

/**
 * The options of the benchmark.
 *
 * @param benchmarks the folder of the benchmarks' modules, built
 * @param jvmOptions the options of every candidate's JVM, including its heap
 * @param candidates the candidates
 * @param records the approximate number of records
 * @param warmUp the approximate number of records that each candidate reads before, in each JVM; 0 for none
 * @param jvms the number of JVMs of each candidate, one after the other
 * @param rounds the number of runs of each candidate in each JVM
 * @param cores the number of concurrent threads of each candidate
 */
record RaceOptions(
        Path benchmarks,
        List<String> jvmOptions,
        List<CandidateKind> candidates,
        long records,
        long warmUp,
        int jvms,
        int rounds,
        int cores) {}

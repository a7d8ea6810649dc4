package io.tidemark.bench.race;

import java.nio.file.Path;
import java.util.List;

/**
 * What a race is like.
 *
 * @param benchmarks the folder of the benchmarks' modules, built
 * @param jvmOptions what every contestant's JVM is started with, its heap included
 * @param contestants who runs
 * @param records about how many records there are
 * @param warmUp about how many each reads before, in each JVM; 0 for none
 * @param jvms in how many JVMs each runs, one after the other
 * @param rounds how often each runs in each of them
 * @param cores how many threads each may have at work
 */
record RaceOptions(
        Path benchmarks,
        List<String> jvmOptions,
        List<Lineup> contestants,
        long records,
        long warmUp,
        int jvms,
        int rounds,
        int cores) {}

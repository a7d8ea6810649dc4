package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.faultinjection.FaultInjectionOptions.Loop;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.util.List;
import java.util.Map;
import org.apache.spark.package$;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A short fault-injection test; {@code bin/recharge prove} runs long ones. */
class ProveIT {

    private static final long ORDERS = 8_000;
    private static final int KILLS = 4;
    private static final long SEED = 1;

    @ParameterizedTest
    @MethodSource("runs")
    @Tag("every-spark-line")
    void theJobCountsEveryRecordOnceThroughKillsConflictsOutagesAndDeletions(
            StoreType store, Engines engine, boolean splitting) throws Exception {
        proves(store, engine, splitting);
    }

    /** Runs the test of a store. */
    static void proves(StoreType store, Engines engine, boolean splitting) throws Exception {
        Map<String, String> settings = splitting ? Map.of("redis.max-write-size", "4000") : Map.of();
        FaultInjectionResult result = FaultInjection.run(
                new FaultInjectionOptions(ORDERS, KILLS, SEED, store, Loop.TIDEMARK, engine, settings),
                ProveIT::ignore);
        assertThat(result.holds()).as(result.text()).isTrue();
        assertThat(result.text())
                .contains("SIGKILL after the sink's write")
                .contains("SIGKILL between the receipts and the sink's move")
                .contains("ended: conflict")
                .containsPattern("Dead-letter records: [1-9][0-9]* records rejected")
                .contains("The test passes");
        if (engine == Engines.STRUCTURED) {
            assertThat(result.text()).contains("start with the checkpoint directory of an earlier attempt: refused");
        }
    }

    /**
     * Each engine, and batches that are split, in one run for each line of Spark. The stores contain no class of Spark,
     * so not every combination is run; {@link EveryStoreProveIT} runs the others.
     */
    private static List<Arguments> runs() {
        return package$.MODULE$.SPARK_VERSION().startsWith("3.5.")
                ? List.of(Arguments.of(StoreType.MYSQL, Engines.DSTREAMS, true))
                : List.of(Arguments.of(StoreType.POSTGRESQL, Engines.STRUCTURED, true));
    }

    private static void ignore(String line) {}
}

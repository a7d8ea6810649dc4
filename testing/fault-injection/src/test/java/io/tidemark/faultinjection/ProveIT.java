package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.faultinjection.FaultInjectionOptions.Loop;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.util.List;
import java.util.Map;
import org.apache.spark.package$;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short fault-injection test; {@code bin/recharge prove} runs long ones. */
class ProveIT {

    private static final long ORDERS = 8_000;
    private static final long SEED = 1;

    @ParameterizedTest
    @MethodSource("stores")
    @Tag("every-spark-line")
    void theJobCountsEveryRecordOnceThroughKillsConflictsOutagesAndDeletions(StoreType store) throws Exception {
        FaultInjectionResult result = FaultInjection.run(
                new FaultInjectionOptions(ORDERS, 4, SEED, store, Loop.TIDEMARK, Engines.DSTREAMS, settings(store)),
                ProveIT::ignore);
        assertThat(result.holds()).as(result.text()).isTrue();
        assertThat(result.text())
                .contains("SIGKILL after the sink's write")
                .contains("SIGKILL between the receipts and the sink's move")
                .contains("ended: conflict")
                .containsPattern("Dead-letter records: [1-9][0-9]* records rejected")
                .contains("The test passes");
    }

    @Test
    @Tag("every-spark-line")
    void theStructuredJobDoesSoWithoutItsCheckpointDirectoryAndWithBatchesThatAreTooLarge() throws Exception {
        FaultInjectionResult result = FaultInjection.run(
                new FaultInjectionOptions(
                        ORDERS,
                        4,
                        SEED,
                        StoreType.MYSQL,
                        Loop.TIDEMARK,
                        Engines.STRUCTURED,
                        Map.of("redis.max-write-size", "4000")),
                ProveIT::ignore);
        assertThat(result.holds()).as(result.text()).isTrue();
        assertThat(result.text())
                .contains("SIGKILL after the sink's write")
                .contains("start with the checkpoint directory of an earlier attempt: refused")
                .contains("ended: conflict")
                .contains("The test passes");
    }

    @Test
    void aGroupThatMovesFromOneEngineToTheOtherCountsEveryRecordOnce() throws Exception {
        FaultInjectionResult result = FaultInjection.run(
                new FaultInjectionOptions(
                        ORDERS, 5, SEED, StoreType.MYSQL, Loop.TIDEMARK, Engines.ALTERNATING, Map.of()),
                ProveIT::ignore);
        assertThat(result.holds()).as(result.text()).isTrue();
    }

    /** All of them on the first line of Spark, and one on the others: the stores contain no class of Spark. */
    private static List<StoreType> stores() {
        return package$.MODULE$.SPARK_VERSION().startsWith("3.5.")
                ? List.of(StoreType.values())
                : List.of(StoreType.MYSQL);
    }

    /** On one of the stores every batch is split. */
    private static Map<String, String> settings(StoreType store) {
        return store == StoreType.KAFKA ? Map.of("redis.max-write-size", "4000") : Map.of();
    }

    private static void ignore(String line) {}
}

package io.tidemark.recharge.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.prove.ProofOptions.Loop;
import io.tidemark.recharge.testing.SparkLine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof in its short form; {@code bin/recharge prove} is the long one. */
class ProveIT {

    private static final long ORDERS = 8_000;
    private static final long SEED = 1;

    @ParameterizedTest
    @MethodSource("stores")
    @Tag(SparkLine.EVERY)
    void theJobCountsEveryRecordOnceThroughKillsConflictsOutagesAndDeletions(StoreType store) throws Exception {
        ProofResult result =
                Proofs.run(new ProofOptions(ORDERS, 4, SEED, store, Loop.TIDEMARK, settings(store)), ProveIT::ignore);
        assertThat(result.holds()).as(result.text()).isTrue();
        assertThat(result.text())
                .contains("SIGKILL after the sink's write")
                .contains("SIGKILL between the receipts and the sink's move")
                .contains("ended: conflict")
                .containsPattern("Dead letters: [1-9][0-9]* records rejected")
                .contains("The proof holds");
    }

    /** All of them on the first line of Spark, and one on the others: the stores contain no class of Spark. */
    private static List<StoreType> stores() {
        return SparkLine.current() == SparkLine.SPARK_3_5 ? List.of(StoreType.values()) : List.of(StoreType.MYSQL);
    }

    /** On one of the stores every batch is split. */
    private static Map<String, String> settings(StoreType store) {
        return store == StoreType.KAFKA ? Map.of("redis.max-write-size", "4000") : Map.of();
    }

    private static void ignore(String line) {}
}

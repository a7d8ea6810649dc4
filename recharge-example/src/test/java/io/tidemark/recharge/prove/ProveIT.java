package io.tidemark.recharge.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The proof in its short form; {@code bin/recharge prove} is the long one. */
class ProveIT {

    @Test
    void theJobCountsEveryRecordOnceThroughKillsConflictsAndDeletions() throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        ProofResult result = Proofs.run(new ProofOptions(10_000, 4, 1, StoreType.MYSQL), said::add);
        assertThat(result.holds()).as(result.text()).isTrue();
        assertThat(said).anyMatch(line -> line.contains("SIGKILL after the sink's write"));
        assertThat(result.text()).contains("The proof holds");
    }
}

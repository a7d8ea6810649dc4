package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short form of {@link UnderAttack}. */
@InBrowser
@Tag("release")
class UnderAttackIT {

    @Test
    void aVisitorKeepsGettingSnapshotsWhileThePageIsAttackedAndAfterRedisWasFrozen() throws Exception {
        UnderAttack.Figures figures = UnderAttack.run(Duration.ofSeconds(9), Duration.ofSeconds(1));

        assertThat(figures.snapshots()).as("%s", figures).isGreaterThan(4);
        assertThat(figures.longestGap()).as("%s", figures).isLessThan(Duration.ofSeconds(6));
        assertThat(figures.recoveries()).hasSize(2).allSatisfy(time -> assertThat(time)
                .isLessThan(Duration.ofSeconds(15)));
    }
}

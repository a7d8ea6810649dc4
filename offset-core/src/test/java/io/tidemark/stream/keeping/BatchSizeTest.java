package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The size of a batch's parts follows a limit that only failures tell. */
class BatchSizeTest {

    private final BatchSize size = new BatchSize();

    @Test
    void aFailureHalves() {
        size.tooManyRecords(1_000);
        assertThat(size.records()).isEqualTo(500);
        size.tooManyRecords(500);
        assertThat(size.records()).isEqualTo(250);
        size.tooManyRecords(1);
        assertThat(size.records()).isEqualTo(1);
    }

    @Test
    void successGrowsItUntilTheLogHasNoMore() {
        size.tooManyRecords(1_000);
        for (int batch = 0; batch < 1_000; batch++) {
            size.succeeded(Math.min(size.records(), 20_000));
        }
        assertThat(size.records()).isBetween(20_000L, 50_000L);
        long grown = size.records();
        for (int batch = 0; batch < 1_000; batch++) {
            size.succeeded(100);
        }
        assertThat(size.records()).isEqualTo(grown);
    }

    @Test
    void aFixedLimitIsRarelyExceeded() {
        long limit = 777;
        int failures = 0;
        long written = 0;
        int parts = 2_000;
        for (int part = 0; part < parts; part++) {
            long count = Math.min(size.records(), 1_000_000);
            if (count > limit) {
                failures++;
                size.tooManyRecords(count);
            } else {
                written += count;
                size.succeeded(count);
            }
        }
        assertThat(failures).isLessThan(parts / 20);
        assertThat(written).isGreaterThan(parts * limit * 2 / 3);
    }
}

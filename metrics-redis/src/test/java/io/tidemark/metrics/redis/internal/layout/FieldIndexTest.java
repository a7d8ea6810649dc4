package io.tidemark.metrics.redis.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldIndexTest {

    @Test
    void fieldsAreNumberedInTheOrderInWhichTheyFirstCome() {
        List<Field> fields = IntStream.range(0, 5_000)
                .mapToObj(number -> new Field("city=" + number))
                .toList();
        FieldIndex index = new FieldIndex();
        for (int number = 0; number < fields.size(); number++) {
            assertThat(index.numberOf(fields.get(number))).isEqualTo(number);
            assertThat(index.numberOf(fields.get(number / 2))).isEqualTo(number / 2);
        }
        assertThat(index.size()).isEqualTo(fields.size());
        assertThat(index.fields()).isEqualTo(fields);
    }
}

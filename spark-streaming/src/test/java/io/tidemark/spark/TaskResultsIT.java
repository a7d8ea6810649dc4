package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

class TaskResultsIT {

    private final JavaRDD<Integer> numbers = TestSpark.context().parallelize(List.of(1, 2, 3, 4, 5), 3);

    @Test
    void eachTaskHasAResultInTheOrderOfThePartitions() {
        int more = 10;
        List<Integer> sums = TaskResults.collect(numbers, values -> {
            int sum = more;
            while (values.hasNext()) {
                sum += values.next();
            }
            return sum;
        });
        assertThat(sums).containsExactly(11, 15, 19);
    }

    @Test
    void aTaskWithoutRecordsHasAResult() {
        JavaRDD<Integer> none = numbers.filter(number -> number > 3);
        assertThat(TaskResults.collect(none, values -> values.hasNext())).containsExactly(false, false, true);
    }

    @Test
    void theFailureOfAFunctionIsTheCause() {
        assertThatThrownBy(() -> TaskResults.collect(numbers, values -> {
                    throw new IOException("the record is torn");
                }))
                .isInstanceOf(SparkException.class)
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessage("the record is torn");
    }
}

package io.tidemark.bench.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CandidateServerTest {

    @Test
    void answersEachRequestAndSaysWhatFails() throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();

        CandidateServer.serve(
                new Some(),
                new BufferedReader(new StringReader("run log one 7\ntotals one\nrun log broken 7\ndance\n")),
                new PrintStream(answers, true, StandardCharsets.UTF_8));

        assertThat(answers.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "done 42",
                        "total ignored 2",
                        "total read 7",
                        "end",
                        "failed java.lang.IllegalStateException: no group of that name",
                        "failed java.lang.IllegalArgumentException: Cannot answer dance: not a request");
    }

    private static final class Some implements Candidate {

        private final Totals totals = new Totals();

        @Override
        public long run(String topic, String group, long records) {
            if (group.equals("broken")) {
                throw new IllegalStateException("no group\nof that name");
            }
            totals.add("read", records);
            totals.add("ignored", 2);
            return 42;
        }

        @Override
        public Totals totals(String group) {
            return totals;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}

package io.tidemark.offset.kafka.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.kafka.SharedKafka;
import io.tidemark.offset.kafka.internal.client.Deadline;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A journal that is there, and whose logs the brokers have not opened yet. */
class JournalTopicIT {

    private final String name = SharedKafka.unusedJournal().journalTopic();
    private final Admin admin = Admin.create(SharedKafka.settings());
    private final AtomicInteger questions = new AtomicInteger();

    @AfterEach
    void close() {
        admin.close();
    }

    /** Without the wait in {@code JournalTopic.create} seen to ask nothing. */
    @Test
    void aNewJournalIsReadyOnlyWhenItsLastLogIsOpen() {
        new JournalTopic(openAfter(3), name).prepare(Deadline.in(Duration.ofMinutes(1)));

        assertThat(questions).hasValueGreaterThan(3);
    }

    @Test
    void aJournalWhoseLogStaysClosedIsWaitedForNoLongerThanACallMayTake() {
        JournalTopic journal = new JournalTopic(openAfter(Integer.MAX_VALUE), name);

        assertThatThrownBy(() -> journal.prepare(Deadline.in(Duration.ofSeconds(3))))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("within 3000 ms");
        assertThat(questions).hasPositiveValue();
    }

    /** Kafka itself, save that the journal's last log is said to be closed so many times. */
    private Admin openAfter(int times) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("listOffsets") && questions.incrementAndGet() <= times) {
                        return closed();
                    }
                    try {
                        return method.invoke(admin, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private ListOffsetsResult closed() {
        KafkaFutureImpl<ListOffsetsResult.ListOffsetsResultInfo> answer = new KafkaFutureImpl<>();
        answer.completeExceptionally(new UnknownTopicOrPartitionException());
        return new ListOffsetsResult(Map.of(new TopicPartition(name, JournalTopic.PARTITIONS - 1), answer));
    }
}

package io.tidemark.stream.keeping;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TransactionalOffsetStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a stream and its store and sink, and lets calls fail in every way that a network and a process can:
 * the process dies before or after a write, the write is refused, or its answer is lost while it was applied, was not,
 * or will be later.
 */
final class Faults {

    private final Random random;
    private final Limits limits;
    private final Deque<Late> late = new ArrayDeque<>();
    private double probability;
    private Runnable between = () -> {};
    private Consumer<Boolean> arrived = applied -> {};
    private Consumer<Map<TopicPartition, StoredOffset>> entered = governing -> {};
    private Consumer<OffsetReposition> moved = reposition -> {};

    Faults(Random random, Limits limits) {
        this.random = random;
        this.limits = limits;
    }

    /** The driver's process ends here; nothing of it runs any more. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(String where) {
            super(where, null, false, false);
        }
    }

    /** How likely each call fails; 0 for a calm sea, in which late writes still arrive. */
    void probability(double value) {
        probability = value;
    }

    /** Who hears that a write whose answer was lost has arrived, or was refused. */
    void arrived(Consumer<Boolean> value) {
        arrived = value;
    }

    /** Whether a write whose answer was lost is still on its way. */
    boolean hasLate() {
        return !late.isEmpty();
    }

    /** What may happen in other processes before each call. */
    void between(Runnable value) {
        between = value;
    }

    /** Who hears which first entries a store or a sink has taken, whether or not the driver does. */
    void entered(Consumer<Map<TopicPartition, StoredOffset>> value) {
        entered = value;
    }

    /** Who hears which moves a store or a sink has made, whether or not the driver does. */
    void moved(Consumer<OffsetReposition> value) {
        moved = value;
    }

    OffsetStore on(OffsetStore store) {
        return proxy(OffsetStore.class, store);
    }

    MetricSink on(MetricSink sink) {
        return proxy(MetricSink.class, sink);
    }

    @SuppressWarnings("unchecked")
    <C> TransactionalOffsetStore<C> on(TransactionalOffsetStore<C> store) {
        return proxy(TransactionalOffsetStore.class, store);
    }

    /** Writes under way do not outlive what they were to change. */
    void forgetLate() {
        late.clear();
    }

    /** A write whose answer was lost arrives at last; true if there was one. */
    boolean deliverLate() {
        Late write = late.pollFirst();
        if (write != null) {
            try {
                call(write.method, write.target, new Object[] {write.argument});
                return true;
            } catch (OffsetConflictException overtaken) {
                // as it should be
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
        return false;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T> T proxy(Class<? super T> type, T target) {
        return (T) Proxy.newProxyInstance(
                Faults.class.getClassLoader(),
                new Class<?>[] {type},
                // messages name what they are about
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(target, arguments)
                        : perhaps(method, target, arguments));
    }

    private @Nullable Object perhaps(Method method, Object target, Object[] arguments) throws Throwable {
        between.run();
        limits.call(arguments);
        if (!late.isEmpty() && random.nextInt(8) == 0) {
            // also while its own driver reads back, or has gone on without it
            arrived.accept(deliverLate());
        }
        if (random.nextDouble() >= probability) {
            return call(method, target, arguments);
        }
        boolean write =
                switch (method.getName()) {
                    case "load", "readBack", "ledger", "lossReceipts", "governor" -> false;
                    default -> true;
                };
        switch (random.nextInt(write ? 6 : 2)) {
            case 0 -> throw new Crash("before " + method.getName());
            case 1 -> throw new OffsetStoreException("Cannot " + method.getName() + ": refused by the model");
            case 2 -> {
                call(method, target, arguments);
                throw new Crash("after " + method.getName());
            }
            case 3 -> {
                call(method, target, arguments);
                throw unknown(method, arguments);
            }
            case 4 -> throw unknown(method, arguments);
            default -> {
                if (arguments.length == 1
                        && (arguments[0] instanceof MetricBatch || arguments[0] instanceof OffsetCommit)) {
                    late.addLast(new Late(method, target, arguments[0]));
                }
                throw unknown(method, arguments);
            }
        }
    }

    private static CommitOutcomeUnknownException unknown(Method method, Object[] arguments) {
        GroupId group = arguments[0] instanceof GroupId named ? named : HistoryModel.GROUP;
        return new CommitOutcomeUnknownException(group, List.of(), method.getName(), null);
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            Object answer = method.invoke(target, arguments);
            if (method.getName().equals("initialize") && answer != null) {
                entered.accept((Map<TopicPartition, StoredOffset>) answer);
            }
            if (arguments[0] instanceof OffsetReposition reposition) {
                moved.accept(reposition);
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private record Late(Method method, Object target, Object argument) {}
}

package io.tidemark.recharge.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Resources that are opened at the same time. */
class OpeningTest {

    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void severalAreOpenedAtTheSameTimeAndClosedInReverseOrder() throws Exception {
        CountDownLatch both = new CountDownLatch(2);

        try (Opening<Closeable> store = Opening.begin(() -> met(both, "store"));
                Opening<Closeable> metrics = Opening.begin(() -> met(both, "metrics"))) {
            assertThat(List.of(store.get(), metrics.get())).hasSize(2);
        }

        assertThat(closed).containsExactly("metrics", "store");
    }

    @Test
    void aFailureIsThrownAsItIsAndTheOthersAreClosed() {
        UnreachableException failure = new UnreachableException("Cannot reach the store", new IllegalStateException());

        assertThatThrownBy(() -> {
                    try (Opening<Closeable> store = Opening.begin(() -> {
                                throw failure;
                            });
                            Opening<Closeable> metrics = Opening.begin(() -> resource("metrics"));
                            Closeable spark = resource("spark")) {
                        assertThat(List.of(metrics.get(), spark, store.get())).isEmpty();
                    }
                })
                .isSameAs(failure)
                .hasNoSuppressedExceptions();

        assertThat(closed).containsExactly("spark", "metrics");
    }

    @Test
    void oneThatIsStillBeingOpenedIsClosedWhenItIsOpen() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Opening<Closeable> slow = Opening.begin(() -> after(closing, "slow"));
        Thread closer = new Thread(() -> {
            try {
                slow.close();
            } catch (IOException e) {
                closed.add(e.toString());
            }
        });
        closer.start();
        assertThat(closed).isEmpty();

        closing.countDown();
        closer.join();

        assertThat(closed).containsExactly("slow");
    }

    @Test
    void theClassLoaderOfTheCallerIsInherited() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ClassLoader ofSpark = new ClassLoader(before) {};
        thread.setContextClassLoader(ofSpark);
        List<ClassLoader> seen = new ArrayList<>();
        try {
            var unused = Opening.begin(() -> {
                        seen.add(Thread.currentThread().getContextClassLoader());
                        return resource("any");
                    })
                    .get();
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(seen).containsExactly(ofSpark);
    }

    private Closeable resource(String name) {
        return () -> closed.add(name);
    }

    private Closeable met(CountDownLatch others, String name) {
        others.countDown();
        return after(others, name);
    }

    private Closeable after(CountDownLatch latch, String name) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return resource(name);
    }
}

package io.tidemark.offset.zookeeper;

import io.tidemark.servers.TestZooKeeper;
import java.util.concurrent.atomic.AtomicInteger;

/** One server for all tests that leave it as it is; it ends with the JVM. */
final class SharedZooKeeper {

    private static final TestZooKeeper SERVER = TestZooKeeper.start();
    private static final AtomicInteger CHROOTS = new AtomicInteger();

    private SharedZooKeeper() {}

    static String address() {
        return SERVER.connectString();
    }

    /** A chroot that no other test has, and that is not made yet. */
    static String unusedChroot() {
        return "/test-" + CHROOTS.incrementAndGet();
    }
}

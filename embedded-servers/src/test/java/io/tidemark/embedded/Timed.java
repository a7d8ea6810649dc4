package io.tidemark.embedded;

import java.util.function.Supplier;

/** Prints how long a start takes: the first thing that everybody who waits for it asks. */
final class Timed {

    private Timed() {}

    static <S extends EmbeddedServer> S start(String what, Supplier<S> starter) {
        long began = System.nanoTime();
        S server = starter.get();
        print(what, began);
        return server;
    }

    static void restart(String what, EmbeddedServer server) {
        long began = System.nanoTime();
        server.restart();
        print(what, began);
    }

    private static void print(String what, long began) {
        System.out.printf("%s: answers after %d ms%n", what, (System.nanoTime() - began) / 1_000_000);
    }
}

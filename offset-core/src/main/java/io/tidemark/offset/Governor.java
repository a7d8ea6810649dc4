package io.tidemark.offset;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The source of a group's positions: its offset store, or the ledger of a sink that the store follows. A stream records
 * it in the store when it starts, so that a tool that has only the store knows whether it may move the positions.
 *
 * @since 0.1
 */
public sealed interface Governor {

    /** The offset store itself. */
    static Governor store() {
        return new Store();
    }

    /**
     * The ledger of a sink.
     *
     * @param sink the sink's description; control characters are replaced, and a long description is truncated
     */
    static Governor sink(Object sink) {
        StringBuilder name = new StringBuilder();
        String.valueOf(sink)
                .codePoints()
                .map(point -> Character.isISOControl(point) || isSurrogate(point) ? '?' : point)
                .limit(Sink.MAX_LENGTH)
                .forEach(name::appendCodePoint);
        return new Sink(name.toString().isBlank() ? "a sink without a name" : name.toString());
    }

    /**
     * Parses a text of {@link #text()}.
     *
     * @throws OffsetStoreException if it was written by a later version, or by another program
     */
    static Governor ofText(String text) {
        if (text.equals(Store.TEXT)) {
            return store();
        }
        if (text.startsWith(Sink.PREFIX) && text.length() > Sink.PREFIX.length()) {
            return new Sink(text.substring(Sink.PREFIX.length()));
        }
        throw new OffsetStoreException("Cannot read what governs a group from '" + text
                + "': this version supports '" + Store.TEXT + "' and '" + Sink.PREFIX
                + "NAME'; use the version that has written it");
    }

    /**
     * What governs, as seen from a store: {@link #store()} if it is the ledger itself that is used as the store. That
     * is so if the descriptions of the store and of the sink are equal or contain the same URL.
     *
     * @param store the store
     */
    default Governor seenFrom(OffsetStore store) {
        return this instanceof Sink sink && sink.isAt(sink(store)) ? store() : this;
    }

    /** One line of text, the format in which stores keep it. */
    String text();

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    /** See {@link #store()}. */
    record Store() implements Governor {

        private static final String TEXT = "store";

        @Override
        public String text() {
            return TEXT;
        }
    }

    /**
     * See {@link #sink(Object)}.
     *
     * @param name the sink's description, without secrets: {@code RedisMetricSink on redis://10.0.0.7:6379}
     */
    record Sink(String name) implements Governor {

        private static final String PREFIX = "sink ";
        private static final int MAX_LENGTH = 250;
        private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]*://[!-~]+");

        public Sink {
            Objects.requireNonNull(name, "name");
        }

        /**
         * The URL at which tools open the ledger as a store: the URL in the sink's description of itself.
         *
         * @return empty if the description has no URL
         */
        public Optional<String> url() {
            return name.codePointCount(0, name.length()) == MAX_LENGTH // and may have been cut
                    ? Optional.empty()
                    : Arrays.stream(name.split(" "))
                            .filter(word -> URL.matcher(word).matches())
                            .findFirst();
        }

        private boolean isAt(Governor place) {
            return equals(place) || (place instanceof Sink other && url().isPresent() && url().equals(other.url()));
        }

        @Override
        public String text() {
            return PREFIX + name;
        }
    }
}

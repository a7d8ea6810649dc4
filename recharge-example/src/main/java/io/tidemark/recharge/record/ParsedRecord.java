package io.tidemark.recharge.record;

import io.tidemark.recharge.report.RejectReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The result of parsing a record: an order, a record of another service, or an invalid record. */
public sealed interface ParsedRecord permits Order, ParsedRecord.Ignored, ParsedRecord.Rejected {

    /** A record of a service other than the order. */
    enum Ignored implements ParsedRecord {
        IGNORED
    }

    /**
     * A record that is only counted as rejected.
     *
     * @param reason the first reason that applies
     */
    record Rejected(RejectReason reason) implements ParsedRecord {

        private static final Map<RejectReason, Rejected> ALL;

        static {
            EnumMap<RejectReason, Rejected> all = new EnumMap<>(RejectReason.class);
            for (RejectReason reason : RejectReason.values()) {
                all.put(reason, new Rejected(reason));
            }
            ALL = Collections.unmodifiableMap(all);
        }

        /** The only instance for a reason. */
        static Rejected of(RejectReason reason) {
            return ALL.getOrDefault(reason, new Rejected(reason));
        }
    }
}

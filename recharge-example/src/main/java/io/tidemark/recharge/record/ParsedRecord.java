package io.tidemark.recharge.record;

import io.tidemark.recharge.report.RejectReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What a record is: an order, a record of another service, or one that says too little to be either. */
public sealed interface ParsedRecord permits Order, ParsedRecord.Ignored, ParsedRecord.Rejected {

    /** A record of a service that is no order. */
    enum Ignored implements ParsedRecord {
        IGNORED
    }

    /**
     * A record that counts nowhere but among the rejected ones.
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

        /** The one instance for a reason. */
        static Rejected of(RejectReason reason) {
            return ALL.getOrDefault(reason, new Rejected(reason));
        }
    }
}

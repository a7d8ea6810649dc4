package io.tidemark.offset.mysql;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.tck.fixture.Cut;
import java.util.Set;

/** What tests let happen to the store's statements on their way through a proxy. */
final class Faults {

    private static final Set<String> WRITE = Set.of("INSERT", "UPDATE", "DELETE");
    private static final Set<String> COMMIT = Set.of("COMMIT");

    private Faults() {}

    static FaultProxy proxy() {
        return FaultProxy.before(
                WireProtocol.MYSQL, "127.0.0.1:" + SharedServer.get().port());
    }

    /** Cuts the next write. */
    static void arm(FaultProxy proxy, Cut cut) {
        switch (cut) {
            case BEFORE_REQUEST -> proxy.loseRequest(1, WRITE);
            case REQUEST_LOST -> proxy.loseRequest(1, COMMIT);
            case ANSWER_LOST -> proxy.loseAnswer(1, COMMIT);
        }
    }
}

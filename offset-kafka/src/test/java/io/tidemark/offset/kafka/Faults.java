package io.tidemark.offset.kafka;

import io.tidemark.embedded.faults.FaultAction;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage;
import io.tidemark.embedded.faults.ProxiedMessage.Direction;
import io.tidemark.embedded.faults.WireProtocol;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** What tests let happen to Kafka's requests on their way through a proxy. */
final class Faults {

    private Faults() {}

    static FaultProxy proxy() {
        return FaultProxy.before(WireProtocol.KAFKA, SharedKafka.address());
    }

    /** Loses the next request of a kind, or its answer, and with it all connections until {@link FaultProxy#pass()}. */
    static void loseNext(FaultProxy proxy, ApiKeys kind, Direction point) {
        proxy.meet(point, 1, Set.of(kind.name()), met -> {
            proxy.refuse();
            return new FaultAction.Cut();
        });
    }

    /** Loses only what the answer to the next end of a transaction says: it becomes an error that has no name. */
    static void loseMeaningOfNextEnd(FaultProxy proxy) {
        proxy.meet(Direction.ANSWER, 1, Set.of(ApiKeys.END_TXN.name()), met -> new FaultAction.Replaced(failed(met)));
    }

    private static ByteBuffer failed(ProxiedMessage met) {
        RequestHeader header = RequestHeader.parse(met.request());
        ResponseHeader answer = header.toResponseHeader();
        ByteBuffer head = MessageUtil.toByteBuffer(answer.data(), answer.headerVersion());
        ByteBuffer body = MessageUtil.toByteBuffer(
                new EndTxnResponseData().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code()), header.apiVersion());
        ByteBuffer whole = ByteBuffer.allocate(head.remaining() + body.remaining());
        whole.put(head).put(body).flip();
        return whole;
    }

    /**
     * Holds the next request of a kind, or its answer, as a process does that is suspended.
     *
     * @param release lets it go on; where an answer was held, its connection breaks then
     * @return is completed when it is held
     */
    static CompletableFuture<Void> holdNext(
            FaultProxy proxy, ApiKeys kind, Direction point, CompletableFuture<Void> release) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        proxy.meet(point, 1, Set.of(kind.name()), met -> {
            reached.complete(null);
            release.join();
            return point == Direction.REQUEST ? new FaultAction.Passed() : new FaultAction.Cut();
        });
        return reached;
    }
}

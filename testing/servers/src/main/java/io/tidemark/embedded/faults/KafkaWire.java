package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** Every message is a length and that many bytes, and begins with a header that has its request's number. */
final class KafkaWire implements Wire {

    private final int proxyPort;
    private final Map<Integer, Wire.Message> unanswered = new ConcurrentHashMap<>();

    KafkaWire(int proxyPort) {
        this.proxyPort = proxyPort;
    }

    @Override
    public Wire.Message request(DataInputStream in) throws IOException {
        byte[] message = Framed.read(in);
        RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(message));
        Wire.Message asked = Wire.Message.request(header.apiKey().name(), message);
        unanswered.put(header.correlationId(), asked);
        return asked;
    }

    @Override
    public Wire.Message answer(DataInputStream in) throws IOException {
        byte[] message = Framed.read(in);
        Wire.Message asked = unanswered.remove(ByteBuffer.wrap(message).getInt());
        if (asked == null) {
            return new Wire.Message("", new byte[0], message);
        }
        RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(asked.request()));
        byte[] passed =
                switch (header.apiKey()) {
                    case METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER -> redirected(message, header);
                    default -> message;
                };
        return new Wire.Message(asked.kind(), asked.request(), passed);
    }

    private byte[] redirected(byte[] message, RequestHeader header) {
        ApiMessage data =
                AbstractResponse.parseResponse(ByteBuffer.wrap(message), header).data();
        if (data instanceof MetadataResponseData metadata) {
            metadata.brokers().forEach(broker -> broker.setPort(proxyPort));
        } else if (data instanceof FindCoordinatorResponseData coordinator) {
            coordinator.setPort(header.apiVersion() < 4 ? proxyPort : coordinator.port());
            coordinator.coordinators().forEach(one -> one.setPort(proxyPort));
        } else if (data instanceof DescribeClusterResponseData cluster) {
            cluster.brokers().forEach(broker -> broker.setPort(proxyPort));
        }
        ResponseHeader answer = header.toResponseHeader();
        ByteBuffer head = MessageUtil.toByteBuffer(answer.data(), answer.headerVersion());
        ByteBuffer body = MessageUtil.toByteBuffer(data, header.apiVersion());
        return ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head)
                .put(body)
                .array();
    }

    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        Framed.write(message, out);
    }
}

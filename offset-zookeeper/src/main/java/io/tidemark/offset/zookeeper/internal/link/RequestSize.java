package io.tidemark.offset.zookeeper.internal.link;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.jute.BinaryOutputArchive;
import org.apache.zookeeper.Op;

/**
 * Estimates the size of requests and limits it.
 *
 * @param maxBytes the largest request that client and server accept
 * @param prefixBytes the bytes that the chroot adds to every path
 */
public record RequestSize(int maxBytes, int prefixBytes) {

    // length, request header, the header that ends a multi, and a reserve for what servers add to it
    private static final int ENVELOPE = 256;
    private static final int HEADER = 9;
    // header, length and status of a node, and the data of offsets and small texts
    private static final int ANSWER = 128;

    /** The size of one request with these operations. */
    public int of(List<Op> operations) {
        int sum = ENVELOPE;
        for (Op operation : operations) {
            sum += of(operation);
        }
        return sum;
    }

    public boolean fits(List<Op> operations) {
        return of(operations) <= maxBytes;
    }

    /** Distributes operations over as many requests as they need, each after a first operation. */
    public List<List<Op>> split(Op first, List<Op> operations) {
        List<List<Op>> requests = new ArrayList<>();
        List<Op> current = new ArrayList<>(List.of(first));
        int empty = ENVELOPE + weight(first);
        int size = empty;
        for (Op operation : operations) {
            int weight = weight(operation);
            if (size + weight > maxBytes && current.size() > 1) {
                requests.add(current);
                current = new ArrayList<>(List.of(first));
                size = empty;
            }
            current.add(operation);
            size += weight;
        }
        requests.add(current);
        return requests;
    }

    private int weight(Op operation) {
        return Math.max(of(operation), ANSWER);
    }

    private int of(Op operation) {
        Counter counter = new Counter();
        try {
            operation.toRequestRecord().serialize(BinaryOutputArchive.getArchive(counter), "request");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return HEADER + counter.bytes + prefixBytes;
    }

    private static final class Counter extends OutputStream {

        private int bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}

package io.tidemark.offset.zookeeper.internal.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.I0Itec.zkclient.ZkConnection;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests on the connection of a {@code ZkClient}. It uses ZooKeeper's own client and asynchronous calls,
 * because the calls of {@code ZkClient} repeat a write whose answer was lost, and wait without end.
 */
public final class ConnectionLink implements Link {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    // the client refuses a request of exactly its limit
    private static final int MARGIN = 1_024;
    /** Every server that Tidemark supports accepts smaller requests. */
    private static final int SMALLEST_SUSPECT = 16 * 1024;
    /** The maximum overestimation of the size of a request. */
    private static final int ESTIMATE = 512;

    private final ZkConnection connection;
    private final OptionalInt requestLimit;
    private final String chroot;
    /** The largest request that the servers are known to accept, after they have refused a larger one. */
    private volatile int accepted = Integer.MAX_VALUE;

    public ConnectionLink(ZkConnection connection, OptionalInt requestLimit) {
        this.connection = connection;
        this.requestLimit = requestLimit;
        String servers = connection.getServers();
        int slash = servers.indexOf('/');
        this.chroot = slash < 0 || slash == servers.length() - 1 ? "" : servers.substring(slash);
    }

    @Override
    public String server() {
        return connection.getServers();
    }

    @Override
    public RequestSize limit() {
        int prefix = chroot.getBytes(StandardCharsets.UTF_8).length;
        return new RequestSize(Math.min(accepted, requestLimit.orElseGet(this::clientLimit)), prefix);
    }

    private int clientLimit() {
        ZooKeeper client = connection.getZookeeper();
        int fallback = ZKClientConfig.CLIENT_MAX_PACKET_LENGTH_DEFAULT;
        int limit = client == null ? fallback : client.getClientConfig().getInt(ZKConfig.JUTE_MAXBUFFER, fallback);
        return limit - MARGIN;
    }

    @Override
    public List<List<OpResult>> read(List<List<Op>> requests, Deadline deadline) throws RequestException {
        while (true) {
            try {
                return readOnce(requests, deadline);
            } catch (RequestException failure) {
                // the client's state is still connected until it has notified all watchers: a request that is sent
                // meanwhile, such as a read-back of a write that was interrupted, fails with the old connection
                if (!failure.is(Code.CONNECTIONLOSS) || deadline.isOver()) {
                    throw failure;
                }
                requireAccepted(requests, deadline);
            }
        }
    }

    private List<List<OpResult>> readOnce(List<List<Op>> requests, Deadline deadline) throws RequestException {
        ZooKeeper client = connected(deadline);
        CompletableFuture<Boolean> synced = new CompletableFuture<>();
        // a follower may be behind; reads after this are not
        client.sync("/", (rc, path, context) -> end(synced, rc, Code.NONODE, path), null);
        List<CompletableFuture<List<OpResult>>> answers = new ArrayList<>();
        for (List<Op> request : requests) {
            CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
            client.multi(
                    request,
                    (rc, path, context, results) -> {
                        if (results == null) {
                            answer.completeExceptionally(RequestException.failed(codeOf(rc), path));
                        } else {
                            answer.complete(results);
                        }
                    },
                    null);
            answers.add(answer);
        }
        await(synced, deadline);
        List<List<OpResult>> all = new ArrayList<>();
        for (int index = 0; index < answers.size(); index++) {
            List<OpResult> results = await(answers.get(index), deadline);
            requireNoErrorBut(Code.NONODE, requests.get(index), results);
            all.add(results);
        }
        return all;
    }

    @Override
    public void write(List<Op> operations, Deadline deadline) throws RequestException {
        writeEach(List.of(operations), deadline);
    }

    @Override
    public void writeEach(List<List<Op>> requests, Deadline deadline) throws RequestException {
        ZooKeeper client = connection.getZookeeper();
        if (client == null || !client.getState().isConnected()) {
            throw RequestException.notConnected("the connection is down (" + stateOf(client) + ")");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw RequestException.notSent("the thread was interrupted");
        }
        List<CompletableFuture<List<OpResult>>> answers = new ArrayList<>();
        for (List<Op> request : requests) {
            CompletableFuture<List<OpResult>> answer = new CompletableFuture<>();
            client.multi(
                    request,
                    (rc, path, context, results) -> {
                        if (rc == Code.OK.intValue()) {
                            answer.complete(results);
                        } else {
                            answer.completeExceptionally(failure(codeOf(rc), request, results));
                        }
                    },
                    null);
            answers.add(answer);
        }
        try {
            for (CompletableFuture<List<OpResult>> answer : answers) {
                await(answer, deadline);
            }
        } catch (RequestException failure) {
            if (failure.is(Code.CONNECTIONLOSS)) {
                requireAccepted(requests, deadline);
            }
            throw failure;
        }
    }

    /**
     * Checks after a lost connection whether the servers accept requests of this size: a server whose
     * {@code jute.maxbuffer} is smaller than the client's closes the connection without an error when it has read the
     * length of a request.
     *
     * @throws RequestException that the largest request is too large, which is then known not applied
     */
    private void requireAccepted(List<List<Op>> requests, Deadline deadline) throws RequestException {
        int size = requests.stream().mapToInt(limit()::of).max().orElse(0);
        // twice, because a connection can break for other reasons too
        if (size < SMALLEST_SUSPECT || !refuses(size, deadline) || !refuses(size, deadline)) {
            return;
        }
        // each refusal costs a connection: shrink in large steps, and grow by one at the end
        int smaller = size / 4;
        while (smaller > SMALLEST_SUSPECT / 4 && refuses(smaller, deadline)) {
            smaller /= 4;
        }
        accepted = refuses(smaller * 2, deadline) ? smaller : smaller * 2;
        throw RequestException.tooLarge(size, accepted);
    }

    /** Whether a connection on which a small request succeeds breaks with a large one, which writes nothing. */
    private boolean refuses(int size, Deadline deadline) {
        try {
            while (!answers("/", deadline)) {
                // the old connection: the client has not noticed its end yet
                if (deadline.isOver()) {
                    return false;
                }
            }
            return !answers("/" + "x".repeat(Math.max(1, size - ESTIMATE)), deadline);
        } catch (RequestException notNow) {
            return false;
        }
    }

    /** False if the connection is lost before the answer. */
    private boolean answers(String path, Deadline deadline) throws RequestException {
        try {
            await(exists(connected(deadline), path), deadline);
            return true;
        } catch (RequestException failure) {
            if (failure.is(Code.CONNECTIONLOSS)) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void createMissing(List<String> paths, List<ACL> acl, Deadline deadline) throws RequestException {
        ZooKeeper client = connected(deadline);
        // not created unconditionally: that would require permissions on the parents of existing nodes
        Map<String, CompletableFuture<Boolean>> found = new LinkedHashMap<>();
        if (!chroot.isEmpty()) {
            found.put("/", exists(client, "/"));
        }
        paths.forEach(path -> found.put(path, exists(client, path)));
        List<CompletableFuture<Boolean>> created = new ArrayList<>();
        for (Map.Entry<String, CompletableFuture<Boolean>> node : found.entrySet()) {
            if (!await(node.getValue(), deadline)) {
                created.add(create(client, node.getKey(), acl));
            }
        }
        for (CompletableFuture<Boolean> answer : created) {
            try {
                await(answer, deadline);
            } catch (RequestException failure) {
                throw failure.is(Code.NONODE) ? noParent() : failure;
            }
        }
    }

    private RequestException noParent() {
        return RequestException.notSent(
                chroot.isEmpty()
                        ? "a node was deleted while nodes below it were being created"
                        : "the chroot " + chroot + " cannot be created because the node above it is missing"
                                + ZooKeeperRemedies.advice(ZooKeeperRemedies.CHROOT));
    }

    private static CompletableFuture<Boolean> exists(ZooKeeper client, String path) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        client.exists(
                path,
                false,
                // a node that denies access exists
                (rc, at, context, stat) ->
                        end(answer, rc == Code.NOAUTH.intValue() ? Code.OK.intValue() : rc, Code.NONODE, at),
                null);
        return answer;
    }

    private static CompletableFuture<Boolean> create(ZooKeeper client, String path, List<ACL> acl) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        client.create(
                path,
                new byte[0],
                acl,
                CreateMode.PERSISTENT,
                (rc, at, context, name) -> end(answer, rc, Code.NODEEXISTS, at),
                null);
        return answer;
    }

    private ZooKeeper connected(Deadline deadline) throws RequestException {
        while (true) {
            ZooKeeper client = connection.getZookeeper();
            if (client != null && client.getState().isConnected()) {
                return client;
            }
            if (client != null && client.getState() == ZooKeeper.States.AUTH_FAILED) {
                throw RequestException.failed(Code.AUTHFAILED, null);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw RequestException.notSent("the thread was interrupted");
            }
            if (deadline.isOver()) {
                if (connection instanceof DigestConnection own) {
                    own.renewIfLost();
                }
                throw RequestException.notConnected(
                        "there was no connection for " + deadline.limit().toMillis() + " ms (" + stateOf(client) + ")");
            }
            // a new session has another client, so there is no notification to wait for
            LockSupport.parkNanos(this, POLL_NANOS);
        }
    }

    private static String stateOf(@Nullable ZooKeeper client) {
        return client == null ? "the client is closed" : client.getState().toString();
    }

    private static void end(CompletableFuture<Boolean> answer, int rc, Code no, @Nullable String path) {
        if (rc == Code.OK.intValue()) {
            answer.complete(true);
        } else if (rc == no.intValue()) {
            answer.complete(false);
        } else {
            answer.completeExceptionally(RequestException.failed(codeOf(rc), path));
        }
    }

    private static <T> T await(CompletableFuture<T> answer, Deadline deadline) throws RequestException {
        try {
            return answer.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RequestException known) {
                throw known;
            }
            throw RequestException.unanswered("the client failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw RequestException.late(
                    "there was no answer within " + deadline.limit().toMillis() + " ms");
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw RequestException.unanswered("the thread was interrupted", null);
        }
    }

    private static void requireNoErrorBut(Code allowed, List<Op> request, List<OpResult> results)
            throws RequestException {
        for (int index = 0; index < results.size(); index++) {
            if (results.get(index) instanceof OpResult.ErrorResult error && error.getErr() != allowed.intValue()) {
                throw RequestException.failed(
                        codeOf(error.getErr()), request.get(index).getPath());
            }
        }
    }

    /** Names the operation that caused the refusal of all. */
    private static RequestException failure(Code code, List<Op> request, @Nullable List<OpResult> results) {
        if (results != null) {
            for (int index = 0; index < results.size(); index++) {
                if (results.get(index) instanceof OpResult.ErrorResult error && error.getErr() == code.intValue()) {
                    return RequestException.failed(code, request.get(index).getPath());
                }
            }
        }
        return RequestException.failed(code, null);
    }

    private static Code codeOf(int rc) {
        Code code = Code.get(rc);
        return code == null ? Code.SYSTEMERROR : code;
    }
}

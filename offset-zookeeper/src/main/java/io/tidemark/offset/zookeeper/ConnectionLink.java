package io.tidemark.offset.zookeeper;

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
 * Requests on the connection of a {@code ZkClient}. They go to ZooKeeper's own client and without waiting calls: those of
 * {@code ZkClient} repeat a write whose answer was lost, and wait without end.
 */
final class ConnectionLink implements Link {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    // the client refuses what is as large as its limit
    private static final int MARGIN = 1_024;

    private final ZkConnection connection;
    private final OptionalInt requestLimit;
    private final String chroot;

    ConnectionLink(ZkConnection connection, OptionalInt requestLimit) {
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
        return new RequestSize(requestLimit.orElseGet(this::clientLimit), prefix);
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
                // the client calls itself connected until it has told everybody that it is not: what is asked
                // meanwhile,
                // as the reading back of a write that was cut, falls with the old connection
                if (!failure.is(Code.CONNECTIONLOSS) || deadline.isOver()) {
                    throw failure;
                }
            }
        }
    }

    private List<List<OpResult>> readOnce(List<List<Op>> requests, Deadline deadline) throws RequestException {
        ZooKeeper client = connected(deadline);
        CompletableFuture<Boolean> synced = new CompletableFuture<>();
        // a server that follows may be behind; what is read after this is not
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
        for (CompletableFuture<List<OpResult>> answer : answers) {
            await(answer, deadline);
        }
    }

    @Override
    public void createMissing(List<String> paths, List<ACL> acl, Deadline deadline) throws RequestException {
        ZooKeeper client = connected(deadline);
        // not just created in the hope that those that are there do no harm: that takes rights on their parents
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
                        : "the chroot " + chroot + " cannot be created because the node above it is missing; create it"
                                + " first");
    }

    private static CompletableFuture<Boolean> exists(ZooKeeper client, String path) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        client.exists(
                path,
                false,
                // to be denied a look is to be told that there is something
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
            // a new session brings another client, so there is nothing to be told by
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

    /** Names the operation because of which all were refused. */
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

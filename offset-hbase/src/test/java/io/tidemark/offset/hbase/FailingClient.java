package io.tidemark.offset.hbase;

import io.tidemark.offset.tck.fixture.Cut;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.AsyncTableBuilder;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.RetriesExhaustedException;
import org.apache.hadoop.hbase.exceptions.ConnectionClosedException;
import org.apache.hadoop.hbase.ipc.FailedServerException;

/**
 * A connection whose next conditional write fails in the way of HBase's client: wrapped in the exception that lists
 * its attempts.
 */
final class FailingClient {

    private FailingClient() {}

    static AsyncConnection around(AsyncConnection connection, Cut cut) {
        AtomicBoolean due = new AtomicBoolean(true);
        return (AsyncConnection) proxy(AsyncConnection.class, (method, arguments) -> {
            Object result = method.invoke(connection, arguments);
            return result instanceof AsyncTableBuilder<?> builder ? around(builder, cut, due) : result;
        });
    }

    private static Object around(AsyncTableBuilder<?> builder, Cut cut, AtomicBoolean due) {
        return proxy(AsyncTableBuilder.class, (method, arguments) -> {
            Object result = method.invoke(builder, arguments);
            if (result instanceof AsyncTableBuilder<?> changed) {
                return around(changed, cut, due);
            }
            return result instanceof AsyncTable<?> table ? around(table, cut, due) : result;
        });
    }

    private static Object around(AsyncTable<?> table, Cut cut, AtomicBoolean due) {
        return proxy(AsyncTable.class, (method, arguments) -> {
            boolean isWrite = method.getName().equals("checkAndMutate") && arguments[0] instanceof CheckAndMutate;
            if (!isWrite || !due.getAndSet(false)) {
                return method.invoke(table, arguments);
            }
            return switch (cut) {
                case BEFORE_REQUEST -> failed(new FailedServerException("This server is in the failed servers list"));
                case REQUEST_LOST -> failed(new ConnectionClosedException("Connection reset by peer"));
                case ANSWER_LOST ->
                    ((CompletableFuture<?>) method.invoke(table, arguments))
                            .thenCompose(applied -> failed(new ConnectionClosedException("Connection reset by peer")));
            };
        });
    }

    private static CompletableFuture<Object> failed(Exception cause) {
        return CompletableFuture.failedFuture(new RetriesExhaustedException(
                0, List.of(new RetriesExhaustedException.ThrowableWithExtraContext(cause, 0, ""))));
    }

    private interface Call {
        Object on(java.lang.reflect.Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static Object proxy(Class<?> type, Call call) {
        return Proxy.newProxyInstance(
                FailingClient.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.on(method, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}

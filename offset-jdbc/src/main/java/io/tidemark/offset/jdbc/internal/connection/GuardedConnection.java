package io.tidemark.offset.jdbc.internal.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The store's connection as a job's work sees it. Calls that would end or change the transaction are refused, and the
 * connection can only be used while the work runs.
 */
final class GuardedConnection implements InvocationHandler, AutoCloseable {

    private static final Set<String> STORES_OWN = Set.of(
            "commit",
            "close",
            "abort",
            "setAutoCommit",
            "setReadOnly",
            "setTransactionIsolation",
            "setCatalog",
            "setSchema",
            "setNetworkTimeout",
            "beginRequest",
            "endRequest");

    private final Connection connection;
    private final AtomicBoolean over = new AtomicBoolean();

    GuardedConnection(Connection connection) {
        this.connection = connection;
    }

    /** The connection for the work. */
    Connection proxy() {
        return (Connection) Proxy.newProxyInstance(
                GuardedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    @Override
    public void close() {
        over.set(true);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (over.get() && method.getDeclaringClass() != Object.class) {
            throw new SQLException("Cannot call " + method.getName()
                    + " on the offset store's connection: the transaction is over; take it from the work's argument");
        }
        boolean wholeRollback = method.getName().equals("rollback") && (arguments == null || arguments.length == 0);
        if (STORES_OWN.contains(method.getName()) || wholeRollback) {
            throw new SQLException(
                    "Cannot call " + method.getName()
                            + " on the offset store's connection: the store ends the transaction; throw an exception to roll it back");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}

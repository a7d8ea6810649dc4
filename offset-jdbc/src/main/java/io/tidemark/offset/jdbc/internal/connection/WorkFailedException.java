package io.tidemark.offset.jdbc.internal.connection;

import io.tidemark.offset.TransactionalOffsetStore.Work;
import java.sql.Connection;

/** Carries a checked exception of a job's work through the transaction, separately from the store's own exceptions. */
public final class WorkFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Exception thrown;

    private WorkFailedException(Exception thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    /** Runs work on a connection that it can neither end nor keep. */
    public static void run(Work<? super Connection, ?> work, Connection connection) {
        try (GuardedConnection guarded = new GuardedConnection(connection)) {
            work.run(guarded.proxy());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new WorkFailedException(e);
        }
    }

    /** The exception of the work. */
    public Exception thrown() {
        return thrown;
    }
}

package io.tidemark.offset.hbase.internal.link;

import io.tidemark.offset.hbase.internal.layout.GroupRow;
import io.tidemark.offset.hbase.internal.link.RequestException.Fate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncAdmin;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptor;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.TableDescriptor;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to one table over a borrowed connection. HBase's client retries reads until the deadline; writes are sent
 * once, because an attempt whose answer is lost may have been applied.
 */
public final class TableLink implements Link {

    private static final Logger LOG = LoggerFactory.getLogger(TableLink.class);
    private static final int DEFAULT_LARGEST_CELL = 10 * 1024 * 1024;
    private static final int KEPT_VERSIONS = 100;

    private final AsyncConnection connection;
    private final TableName name;
    private volatile boolean checked;

    public TableLink(AsyncConnection connection, TableName name) {
        this.connection = connection;
        this.name = name;
    }

    @Override
    public String address() {
        Configuration configuration = connection.getConfiguration();
        String bootstrap = configuration.get("hbase.client.bootstrap.servers", "");
        String servers = bootstrap.isEmpty() ? configuration.get(HConstants.ZOOKEEPER_QUORUM, "") : bootstrap;
        return "table " + name + " in HBase at " + servers;
    }

    @Override
    public int largestCell() {
        int limit = connection.getConfiguration().getInt("hbase.client.keyvalue.maxsize", DEFAULT_LARGEST_CELL);
        return limit > 0 ? limit : Integer.MAX_VALUE;
    }

    @Override
    public Result read(Get get, Deadline deadline) throws RequestException {
        try {
            Result result = await(() -> table(name, deadline).get(get), deadline);
            check(deadline);
            return result;
        } catch (RequestException failure) {
            if (isMissingTable(failure)) {
                return Result.EMPTY_RESULT;
            }
            throw failure;
        }
    }

    @Override
    public List<Result> scan(Scan scan, Deadline deadline) throws RequestException {
        try {
            return await(() -> table(name, deadline).scanAll(scan), deadline);
        } catch (RequestException failure) {
            if (isMissingTable(failure)) {
                return List.of();
            }
            throw failure;
        }
    }

    @Override
    public List<Result> scanOlder(String table, Scan scan, Deadline deadline) throws RequestException {
        return await(() -> table(TableName.valueOf(table), deadline).scanAll(scan), deadline);
    }

    @Override
    public boolean write(CheckAndMutate write, Deadline deadline) throws RequestException {
        AsyncTable<?> table = connection
                .getTableBuilder(name)
                .setOperationTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setRpcTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setWriteRpcTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setMaxAttempts(1)
                .build();
        return await(() -> table.checkAndMutate(write), deadline).isSuccess();
    }

    @Override
    public boolean isMissingTable(RequestException failure) {
        return Failures.is(failure, "TableNotFoundException");
    }

    private AsyncTable<?> table(TableName table, Deadline deadline) {
        return connection
                .getTableBuilder(table)
                .setOperationTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setScanTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setRpcTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setReadRpcTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .build();
    }

    @Override
    public void createTable(Deadline deadline) throws RequestException {
        AsyncAdmin admin = admin(deadline);
        TableDescriptor descriptor = TableDescriptorBuilder.newBuilder(name)
                .setColumnFamily(ColumnFamilyDescriptorBuilder.newBuilder(GroupRow.family())
                        .setMaxVersions(KEPT_VERSIONS)
                        .build())
                .build();
        try {
            await(() -> admin.createTable(descriptor), deadline);
            LOG.info("Created {}", address());
        } catch (RequestException failure) {
            if (!Failures.is(failure, "TableExistsException")) {
                throw RequestException.notSent("the table does not exist and cannot be created: " + failure.reason()
                        + ". Create it in the HBase shell: create '" + name.getNameAsString() + "', {NAME => '"
                        + GroupRow.FAMILY_NAME + "', VERSIONS => " + KEPT_VERSIONS + "}");
            }
        }
    }

    /** Refuses a table that would forget offsets. Whether it does is only known if the job may see its description. */
    private void check(Deadline deadline) throws RequestException {
        if (checked) {
            return;
        }
        Optional<ColumnFamilyDescriptor> family;
        try {
            family = Optional.ofNullable(
                    await(() -> admin(deadline).getDescriptor(name), deadline).getColumnFamily(GroupRow.family()));
        } catch (RequestException unknown) {
            LOG.debug("The description of {} cannot be read: {}", address(), unknown.reason());
            checked = unknown.fate() == Fate.NOT_APPLIED;
            return;
        }
        int seconds = family.map(ColumnFamilyDescriptor::getTimeToLive).orElse(HConstants.FOREVER);
        if (seconds != HConstants.FOREVER) {
            throw RequestException.notSent("the table deletes what was written " + seconds + " s ago (TTL), so a quiet"
                    + " job would lose its offsets. Change it in the HBase shell: alter '" + name.getNameAsString()
                    + "', {NAME => '" + GroupRow.FAMILY_NAME + "', TTL => 'FOREVER'}");
        }
        checked = true;
    }

    private AsyncAdmin admin(Deadline deadline) {
        return connection
                .getAdminBuilder()
                .setOperationTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .setRpcTimeout(deadline.leftNanos(), TimeUnit.NANOSECONDS)
                .build();
    }

    private static <T> T await(Supplier<CompletableFuture<T>> request, Deadline deadline) throws RequestException {
        CompletableFuture<T> answer;
        try {
            answer = request.get();
        } catch (RuntimeException | LinkageError refused) {
            throw new RequestException(Fate.NOT_APPLIED, "the client refuses the request: " + refused, refused);
        }
        try {
            return answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw Failures.of(failed);
        } catch (TimeoutException late) {
            throw new RequestException(
                    Fate.UNKNOWN,
                    "there was no answer within " + deadline.limit().toMillis() + " ms"
                            + HBaseRemedies.advice(HBaseRemedies.TIMEOUT),
                    late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fate.UNKNOWN, "the thread was interrupted", interrupt);
        }
    }
}

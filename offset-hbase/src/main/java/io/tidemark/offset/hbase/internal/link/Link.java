package io.tidemark.offset.hbase.internal.link;

import java.util.List;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;

/** The requests that a store sends. Each ends within its deadline; no write is sent twice. */
public interface Link {

    /** The table and the cluster, for messages. */
    String address();

    /** The largest cell that the client sends, in bytes. */
    int largestCell();

    /** Reads a row of the store's table; empty if the table does not exist. */
    Result read(Get get, Deadline deadline) throws RequestException;

    /** Reads rows of the store's table; none if the table does not exist. */
    List<Result> scan(Scan scan, Deadline deadline) throws RequestException;

    /** Reads rows of the table of an older job. */
    List<Result> scanOlder(String table, Scan scan, Deadline deadline) throws RequestException;

    /** Whether a request failed because the store's table does not exist. */
    boolean isMissingTable(RequestException failure);

    /** Creates the store's table if it does not exist. */
    void createTable(Deadline deadline) throws RequestException;

    /**
     * Sends a conditional write, once.
     *
     * @return whether its condition held; if not, it was not applied
     */
    boolean write(CheckAndMutate write, Deadline deadline) throws RequestException;
}

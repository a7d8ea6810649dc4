package io.tidemark.it.faults;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.apache.hadoop.hbase.security.access.Permission;
import org.apache.hadoop.hbase.security.access.UserPermission;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * The store on HBase. Its region server listens on another loopback address than the one that it announces, where the
 * proxy is: all clients, and the master, reach it through the proxy. The job needs no other server. Without Kerberos
 * there are no credentials: the permission of the job's user is revoked instead.
 */
final class HBaseVictim extends Victim {

    private static final String BEHIND_PROXY = "127.0.0.2";
    private static final TableName TABLE = TableName.valueOf("job_offsets");
    private static final String USER = "job";
    private static final String CHECK = "org.apache.hadoop.hbase.security.access.AccessController";
    private static final String SESSION_MILLIS = "120000";
    private static final Duration START = Duration.ofMinutes(3);

    private final EmbeddedHBase server;

    HBaseVictim() {
        this(FaultProxy.beforeSamePort(WireProtocol.HBASE, BEHIND_PROXY));
    }

    private HBaseVictim(FaultProxy proxy) {
        this(EmbeddedHBase.start(options(proxy.port())), proxy);
    }

    private HBaseVictim(EmbeddedHBase server, FaultProxy proxy) {
        super(server, proxy, Set.of("Mutate"));
        this.server = server;
        prepareEmpty();
    }

    private static ServerOptions options(int port) {
        return ServerOptions.temporary()
                .startTimeout(START)
                // a region server that was frozen for longer ends itself
                .setting("zookeeper.session.timeout.localHBaseCluster", SESSION_MILLIS)
                .setting("hbase.zookeeper.property.maxSessionTimeout", SESSION_MILLIS)
                .setting("hbase.regionserver.port", String.valueOf(port))
                .setting("hbase.regionserver.ipc.address", BEHIND_PROXY)
                .setting("hbase.security.authorization", "true")
                .setting("hbase.coprocessor.master.classes", CHECK)
                .setting("hbase.coprocessor.region.classes", CHECK)
                .setting("hbase.coprocessor.regionserver.classes", CHECK);
    }

    @Override
    Target open(Memory memory) {
        return UserGroupInformation.createRemoteUser(USER).doAs((PrivilegedAction<Target>) () -> openDirectly(memory));
    }

    /** There is no way around the proxy. */
    @Override
    Target openDirectly(Memory memory) {
        OpenOffsetStore opened =
                OffsetStores.open("hbase+rpc://" + address() + "/" + TABLE, Map.of("timeout", "4s", "connect", "5s"));
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    boolean isSink() {
        return false;
    }

    @Override
    void fill() {
        throw new UnsupportedOperationException("on a local disk, HBase acknowledges writes that its log has refused");
    }

    @Override
    void free() {
        throw new UnsupportedOperationException("it is never full");
    }

    /** Region servers learn of permissions from ZooKeeper, a moment later. */
    @Override
    void spoilCredentials() {
        operate(admin -> admin.revoke(new UserPermission(USER, permission())));
        try (Target probe = open(new Memory())) {
            await().atMost(Ground.LIMIT).until(() -> !mayRead(probe));
        }
    }

    private static boolean mayRead(Target target) {
        try {
            target.store().load(new GroupId("probe"));
            return true;
        } catch (OffsetStoreException refused) {
            return false;
        }
    }

    @Override
    void restoreCredentials() {
        operate(admin -> admin.grant(new UserPermission(USER, permission()), false));
    }

    private static Permission permission() {
        return Permission.newBuilder(TABLE)
                .withActions(Permission.Action.READ, Permission.Action.WRITE)
                .build();
    }

    /** It cannot start without its proxy, so that is not closed meanwhile. */
    @Override
    void strike(Fault fault) {
        if (fault == Fault.RESTARTED_EMPTY) {
            server.kill();
            removeData();
            server.restart();
            prepareEmpty();
        } else {
            super.strike(fault);
        }
    }

    /** The table of permissions is there a moment after the start. */
    @Override
    void prepareEmpty() {
        await().atMost(START).ignoreExceptions().until(() -> {
            operate(admin -> {
                if (!admin.tableExists(TABLE)) {
                    admin.createTable(TableDescriptorBuilder.newBuilder(TABLE)
                            .setColumnFamily(ColumnFamilyDescriptorBuilder.of("tidemark"))
                            .build());
                }
                admin.grant(new UserPermission(USER, permission()), false);
            });
            return true;
        });
    }

    /** One action of the operator. */
    private interface Action {
        void on(Admin admin) throws IOException;
    }

    private void operate(Action action) {
        Configuration configuration = HBaseConfiguration.create();
        configuration.set("hbase.zookeeper.quorum", server.quorum());
        configuration.setInt("hbase.client.retries.number", 3);
        try (Connection connection = ConnectionFactory.createConnection(configuration);
                Admin admin = connection.getAdmin()) {
            action.on(admin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

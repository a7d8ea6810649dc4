package io.tidemark.test;

import io.tidemark.servers.ServerKind;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestKafka;
import io.tidemark.servers.TestMySql;
import io.tidemark.servers.TestPostgreSql;
import io.tidemark.servers.TestRedis;
import io.tidemark.servers.TestServer;
import io.tidemark.servers.TestZooKeeper;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the servers that the parameters of a {@link TidemarkTest} ask for. JUnit closes them with their context. */
final class ServersExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ServersExtension.class);
    private static final Map<Class<?>, Function<ServerSetup, TestServer>> STARTS = Map.of(
            TestKafka.class, TestKafka::start,
            TestMySql.class, TestMySql::start,
            TestPostgreSql.class, TestPostgreSql::start,
            TestRedis.class, TestRedis::start,
            TestZooKeeper.class, TestZooKeeper::start);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return STARTS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public TestServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        ServerKind kind = kind(context);
        boolean own = parameter.isAnnotated(OwnServer.class);
        Store store = (own ? context : context.getRoot()).getStore(NAMESPACE);
        Object key = own
                ? new OwnKey(parameter.getDeclaringExecutable().toString(), parameter.getIndex())
                : new SharedKey(type, kind);
        return store.computeIfAbsent(
                key,
                first -> Objects.requireNonNull(STARTS.get(type))
                        .apply(ServerSetup.standard().as(kind)),
                TestServer.class);
    }

    private static ServerKind kind(ExtensionContext context) {
        if (System.getProperty("tidemark.servers") != null) {
            return ServerKind.current();
        }
        return context.getTestClass()
                .flatMap(type -> AnnotationSupport.findAnnotation(type, TidemarkTest.class))
                .map(TidemarkTest::value)
                .orElseGet(ServerKind::current);
    }

    private record SharedKey(Class<?> type, ServerKind kind) {}

    private record OwnKey(String executable, int parameter) {}
}

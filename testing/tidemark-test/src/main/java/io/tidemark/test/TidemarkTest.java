package io.tidemark.test;

import io.tidemark.servers.ServerKind;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test class whose constructors and methods may have parameters of the types
 * {@link io.tidemark.servers.TestKafka}, {@link io.tidemark.servers.TestMySql},
 * {@link io.tidemark.servers.TestPostgreSql}, {@link io.tidemark.servers.TestRedis} and
 * {@link io.tidemark.servers.TestZooKeeper}. A server is started when a parameter first asks for it. All tests of a
 * run share one server of each type, and it ends with the run; a test that stops or kills it has to restart it.
 * {@link OwnServer} gives a test a server of its own.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface TidemarkTest {

    /**
     * What the servers are: processes of programs from Maven Central, or containers, which need a Docker engine on this
     * machine. The system property {@code tidemark.servers} ({@code embedded} or {@code containers}) takes precedence.
     */
    ServerKind value() default ServerKind.EMBEDDED;
}

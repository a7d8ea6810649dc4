package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deserializer of the page on Avro, as it is there, with a stand-in for the registry's HTTP interface. */
class AvroPageTest {

    private static final Schema OLD =
            SchemaBuilder.record("Order").fields().requiredString("city").endRecord();
    private static final Schema OTHER =
            SchemaBuilder.record("Order").fields().requiredString("name").endRecord();

    private HttpServer server;
    private Deserializer<?> orders;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AvroRecords.answer(server, Map.of(1, OLD, 2, OTHER));
        server.start();
        Class<?> registry = PageBlocks.compiled("avro.md", "SchemaRegistry", "registry");
        Method at = registry.getDeclaredMethod("at", String.class);
        at.setAccessible(true);
        Constructor<?> constructor = PageBlocks.compiled("avro.md", "OrderDeserializer", "deserializer")
                .getDeclaredConstructor(registry);
        constructor.setAccessible(true);
        orders = (Deserializer<?>) constructor.newInstance(
                at.invoke(null, "http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFieldThatTheWriterDidNotHaveGetsItsDefault() throws Exception {
        byte[] record = AvroRecords.encoded(1, OLD, Map.of("city", "Shenzhen"));
        assertThat(orders.deserialize("orders", record)).hasToString("Order[city=Shenzhen, amount=0]");
        server.stop(0);
        assertThat(orders.deserialize("orders", record))
                .as("the schema is kept")
                .isNotNull();
        assertThat(orders.deserialize("orders", null)).isNull();
    }

    @Test
    void aRecordThatCannotBeReadIsNamedWithItsSchema() throws Exception {
        byte[] record = AvroRecords.encoded(1, OLD, Map.of("city", "Shenzhen"));
        assertThatThrownBy(() -> orders.deserialize("orders", new byte[] {'{', '"', 'a', '"', '}'}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("it does not begin with byte 0");
        assertThatThrownBy(() -> orders.deserialize("orders", new byte[] {0, 0, 0}))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> orders.deserialize("orders", Arrays.copyOf(record, record.length - 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Cannot read a record of topic orders with schema 1");
        assertThatThrownBy(() -> orders.deserialize("orders", AvroRecords.encoded(2, OTHER, Map.of("name", "x"))))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> orders.deserialize("orders", AvroRecords.encoded(9, OLD, Map.of("city", "x"))))
                .isInstanceOf(SerializationException.class)
                .rootCause()
                .hasMessageContaining("answered 404 for id 9");
    }
}

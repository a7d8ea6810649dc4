package io.tidemark.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Records as producers with a schema registry write them, and the part of a registry that a reader needs. */
final class AvroRecords {

    private AvroRecords() {}

    /** A byte 0, the id in four bytes, and the values. */
    static byte[] encoded(int id, Schema schema, Map<String, ?> values) throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        values.forEach(record::put);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(bytes);
        header.writeByte(0);
        header.writeInt(id);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** Answers {@code /schemas/ids/ID}; 404 for other ids. */
    static void answer(HttpServer server, Map<Integer, Schema> schemas) {
        String path = "/schemas/ids/";
        server.createContext(path, exchange -> {
            try (exchange) {
                Schema schema = schemas.get(
                        Integer.valueOf(exchange.getRequestURI().getPath().substring(path.length())));
                byte[] body = schema == null
                        ? new byte[] {'{', '}'}
                        : new ObjectMapper().writeValueAsBytes(Map.of("schema", schema.toString()));
                exchange.sendResponseHeaders(schema == null ? 404 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }
}

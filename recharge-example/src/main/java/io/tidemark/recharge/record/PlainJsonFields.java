package io.tidemark.recharge.record;

/** Reads records that are JSON objects: those of the usual shape without a JSON parser, all others with one. */
final class PlainJsonFields implements FieldReader {

    private final PlainJson plain;
    private final JsonFields any;

    PlainJsonFields(FieldTree fields) {
        plain = new PlainJson(fields);
        any = new JsonFields(fields);
    }

    @Override
    public boolean read(byte[] record) {
        if (plain.read(record)) {
            return plain.isAscii() || Utf8.isValid(record);
        }
        return any.read(record);
    }
}

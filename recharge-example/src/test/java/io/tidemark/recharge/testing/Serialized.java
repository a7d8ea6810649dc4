package io.tidemark.recharge.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/** Sends objects the way that Spark does. */
public final class Serialized {

    private Serialized() {}

    /** What arrives of an object. */
    public static <T extends Serializable> T copy(T original) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(original)))) {
            @SuppressWarnings("unchecked")
            T copy = (T) in.readObject();
            return copy;
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes that are sent. */
    public static byte[] bytes(Serializable original) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

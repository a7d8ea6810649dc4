package io.tidemark.offset.spi;

import io.tidemark.offset.OpenOffsetStore;
import java.util.Set;

/**
 * Opens stores of one technology by URLs. Found by {@link java.util.ServiceLoader}; an implementation has a public
 * constructor without parameters and keeps no state.
 *
 * @since 0.1
 */
public interface OffsetStoreProvider {

    /** The URL schemes that it supports, in lower case and without the colon: {@code mysql}, {@code jdbc:mysql}. */
    Set<String> schemes();

    /** An example of such a URL, for messages: {@code mysql://host:3306/database}. */
    String example();

    /**
     * Creates a client and a store on it. It first reads all of its settings, then calls
     * {@link StoreSettings#requireValid()}, and only then connects. If it fails, it closes everything that it has
     * opened.
     *
     * @param settings the URL and the settings beside it
     * @return the store; closing it closes the client
     * @throws IllegalArgumentException if settings are wrong; one message names all problems
     * @throws io.tidemark.offset.OffsetStoreException if the server cannot be reached or refuses the connection
     */
    OpenOffsetStore open(StoreSettings settings);
}

package io.tidemark.offset.spi;

import io.tidemark.offset.OpenOffsetStore;
import java.util.Set;

/**
 * Makes stores of one technology from URLs. Found by {@link java.util.ServiceLoader}; an implementation has a public
 * constructor without parameters and keeps no state.
 */
public interface OffsetStoreProvider {

    /**
     * The schemes of the URLs that it takes, in lower case and without the colon: {@code mysql}, {@code jdbc:mysql}.
     */
    Set<String> schemes();

    /** What such a URL looks like, for messages: {@code mysql://host:3306/database}. */
    String example();

    /**
     * Makes a client and a store on it. Reads all that it knows from the settings, then calls {@link
     * StoreSettings#requireValid()}, and only then connects. What it has opened it closes again where it fails.
     *
     * @param settings the URL and what was set beside it
     * @return the store; closing it closes the client
     * @throws IllegalArgumentException if the settings are wrong, all that is wrong in one message
     * @throws io.tidemark.offset.OffsetStoreException if the server cannot be reached or refuses
     */
    OpenOffsetStore open(StoreSettings settings);
}

package io.tidemark.offset.jdbc.internal.connection;

import io.tidemark.offset.OffsetStoreException;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the JDBC driver for a URL. */
public final class Drivers {

    private Drivers() {}

    /**
     * The driver for a URL. Drivers in the job's jars are searched for explicitly: if Spark loads the job's jars,
     * {@link DriverManager} was initialized before they were available.
     *
     * @param toAdd what the job can add, as a sentence without its full stop
     * @throws OffsetStoreException if there is none
     */
    public static Driver forUrl(String url, String toAdd) {
        return registered(url)
                .or(() -> loadable(Thread.currentThread().getContextClassLoader(), url))
                .or(() -> loadable(Drivers.class.getClassLoader(), url))
                .orElseThrow(() -> missing(url, toAdd));
    }

    private static Optional<Driver> registered(String url) {
        return Collections.list(DriverManager.getDrivers()).stream()
                .filter(driver -> accepts(driver, url))
                .findFirst();
    }

    private static Optional<Driver> loadable(@Nullable ClassLoader loader, String url) {
        if (loader == null) {
            return Optional.empty();
        }
        try {
            for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
                if (accepts(driver, url)) {
                    return Optional.of(driver);
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new OffsetStoreException(
                    "Cannot find a JDBC driver for " + ServerAddress.of(url) + ": " + e.getMessage(), e);
        }
        return Optional.empty();
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    private static OffsetStoreException missing(String url, String toAdd) {
        return new OffsetStoreException("Cannot open the offset store at " + ServerAddress.of(url)
                + ": no JDBC driver on the class path accepts this URL. " + toAdd);
    }
}

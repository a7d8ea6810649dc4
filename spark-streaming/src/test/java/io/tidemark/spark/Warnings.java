package io.tidemark.spark;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.assertj.core.util.Throwables;

/** The warnings and errors that a class logs, from now until this is closed. */
public final class Warnings extends AbstractAppender implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level before;

    public Warnings(Class<?> of) {
        this(of.getName());
    }

    /** @param name the name of the logger */
    public Warnings(String name) {
        super("warnings", null, null, true, Property.EMPTY_ARRAY);
        start();
        logger = (Logger) LogManager.getLogger(name);
        before = logger.getLevel();
        logger.addAppender(this);
        // adding an appender sets the level back
        logger.setLevel(Level.WARN);
    }

    public List<String> messages() {
        return messages;
    }

    /** The messages, each followed by its stack trace. */
    String text() {
        return String.join("\n", messages) + "\n" + String.join("\n", traces);
    }

    @Override
    public void append(LogEvent event) {
        if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
            messages.add(event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                traces.add(Throwables.getStackTrace(event.getThrown()));
            }
        }
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setLevel(before);
    }
}

package io.tidemark.servers.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Collects the warnings and errors that a class logs through Log4j, until it is closed. Safe for use by several
 * threads.
 */
public final class Warnings extends AbstractAppender implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level before;

    /** @param of the class */
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

    /** The messages. */
    public List<String> messages() {
        return messages;
    }

    /** The messages, each followed by its stack trace. */
    public String text() {
        return String.join("\n", messages) + "\n" + String.join("\n", traces);
    }

    @Override
    public void append(LogEvent event) {
        if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
            messages.add(event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                StringWriter trace = new StringWriter();
                event.getThrown().printStackTrace(new PrintWriter(trace));
                traces.add(trace.toString());
            }
        }
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setLevel(before);
    }
}

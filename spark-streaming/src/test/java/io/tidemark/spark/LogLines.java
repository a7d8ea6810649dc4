package io.tidemark.spark;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The warnings that a class logs while this is open. */
final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final Appender appender = new Appender();

    private LogLines(Logger logger) {
        this.logger = logger;
        appender.start();
        logger.addAppender(appender);
        // adding an appender resets the level
        logger.setLevel(Level.WARN);
    }

    static LogLines of(Class<?> logging) {
        return new LogLines((Logger) LogManager.getLogger(logging));
    }

    List<String> lines() {
        return List.copyOf(appender.lines);
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        appender.stop();
    }

    private static final class Appender extends AbstractAppender {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        Appender() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getMessage().getFormattedMessage());
        }
    }
}

package io.tidemark.stream.keeping;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** The lines that a logger writes while this is open. */
final class CapturedLog extends AbstractAppender implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final String logger;

    private CapturedLog(String logger) {
        super("captured", null, null, false, Property.EMPTY_ARRAY);
        this.logger = logger;
    }

    static CapturedLog of(String logger) {
        CapturedLog captured = new CapturedLog(logger);
        captured.start();
        LoggerConfig config = new LoggerConfig(logger, Level.INFO, false);
        config.addAppender(captured, Level.INFO, null);
        captured.context.getConfiguration().addLogger(logger, config);
        captured.context.updateLoggers();
        return captured;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.getMessage().getFormattedMessage());
    }

    @Override
    public void close() {
        context.getConfiguration().removeLogger(logger);
        context.updateLoggers();
        stop();
    }
}

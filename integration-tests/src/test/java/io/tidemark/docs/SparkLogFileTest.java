package io.tidemark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log configuration that is ready for spark-submit shows Tidemark's lines, and only warnings of the rest. */
class SparkLogFileTest {

    private static final Path FILE = Pages.ROOT.resolve("deploy/spark/log4j2.properties");

    @ParameterizedTest
    @CsvSource({
        "io.tidemark.stream.progress, INFO",
        "io.tidemark.spark.ManagedStream, INFO",
        "org.apache.spark.scheduler.DAGScheduler, WARN",
        "org.apache.spark.streaming.kafka010.KafkaUtils, ERROR",
        "org.apache.kafka.clients.consumer.ConsumerConfig, WARN",
        "org.apache.kafka.clients.NetworkClient, ERROR",
        "com.example.OwnJob, WARN"
    })
    void theFileShowsTidemarkAndQuietsSpark(String logger, String level) {
        LoggerContext context = Configurator.initialize("spark-log-file", null, FILE.toUri());
        try {
            Configuration configuration = context.getConfiguration();
            assertThat(configuration.getConfigurationSource().getFile()).isEqualTo(FILE.toFile());
            assertThat(configuration.getLoggerConfig(logger).getLevel()).isEqualTo(Level.valueOf(level));
            assertThat(configuration.getRootLogger().getAppenders()).containsOnlyKeys("stderr");
        } finally {
            Configurator.shutdown(context);
        }
    }
}

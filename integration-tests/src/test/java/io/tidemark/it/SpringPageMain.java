package io.tidemark.it;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ContainerProperties.AckMode;

/** Runs the classes of the page on Spring Boot, with the beans that Boot would make of the page's properties. */
public final class SpringPageMain {

    private SpringPageMain() {}

    /** Runs until it is ended. The arguments are brokers, topic, and the database's URL, user and password. */
    public static void main(String[] args) throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "arguments",
                            Map.of(
                                    "spring.kafka.bootstrap-servers", args[0],
                                    "orders.topic", args[1],
                                    "url", args[2],
                                    "user", args[3],
                                    "password", args[4])));
            context.register(
                    Boot.class,
                    Class.forName("io.tidemark.it.OrderBeans"),
                    Class.forName("io.tidemark.it.OrderListener"));
            context.refresh();
            Thread.currentThread().join();
        }
    }

    /** What Spring Boot would configure. */
    @Configuration
    @EnableKafka
    public static class Boot {

        /** The database of {@code spring.datasource.*}. */
        @Bean
        public DataSource dataSource(Environment environment) {
            MysqlDataSource source = new MysqlDataSource();
            source.setUrl(environment.getRequiredProperty("url"));
            source.setUser(environment.getRequiredProperty("user"));
            source.setPassword(environment.getRequiredProperty("password"));
            return source;
        }

        /** The listeners of {@code spring.kafka.listener.*}. */
        @Bean
        public ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
                Environment environment, CommonErrorHandler errorHandler) {
            ConcurrentKafkaListenerContainerFactory<String, String> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(
                    Map.of(
                            "bootstrap.servers",
                            environment.getRequiredProperty("spring.kafka.bootstrap-servers"),
                            "group.id",
                            "spring-orders",
                            "enable.auto.commit",
                            false,
                            "auto.offset.reset",
                            "earliest",
                            // killed processes are noticed soon
                            "session.timeout.ms",
                            6_000),
                    new StringDeserializer(),
                    new StringDeserializer()));
            factory.setBatchListener(true);
            factory.getContainerProperties().setAckMode(AckMode.MANUAL);
            factory.setCommonErrorHandler(errorHandler);
            return factory;
        }
    }
}

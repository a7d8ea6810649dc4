package io.tidemark.structured;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of something that Spark documents of its own Kafka source. They are the rows of a table in the documentation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Yardstick {

    /** The option or the behaviour, as the table names it. */
    String value();

    /** What the test has seen through {@code tidemark}, as the table says it. */
    String result();
}

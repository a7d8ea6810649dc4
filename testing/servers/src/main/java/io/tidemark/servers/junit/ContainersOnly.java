package io.tidemark.servers.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is about containers. It runs where the run is on them, and is left out of others; the report at the end
 * of such a run names it and the reason.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContainersOnlyCondition.class)
public @interface ContainersOnly {

    /** What it needs. */
    String value();
}

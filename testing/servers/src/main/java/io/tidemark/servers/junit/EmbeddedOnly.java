package io.tidemark.servers.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that needs what only embedded servers have. It runs with them, and is left out where the run is on containers;
 * the report at the end of such a run names it and the reason.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EmbeddedOnlyCondition.class)
public @interface EmbeddedOnly {

    /** What it needs. */
    String value();
}

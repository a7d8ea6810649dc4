/** PostgreSQL. */
@NullMarked
package io.tidemark.embedded.postgresql;

import org.jspecify.annotations.NullMarked;

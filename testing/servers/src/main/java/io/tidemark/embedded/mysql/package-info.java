/** MySQL, as MariaDB. */
@NullMarked
package io.tidemark.embedded.mysql;

import org.jspecify.annotations.NullMarked;

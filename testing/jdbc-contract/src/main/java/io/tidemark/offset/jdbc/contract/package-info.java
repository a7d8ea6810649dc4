/** Tests of what all stores in SQL databases must do, beyond the contract of all stores. */
@NullMarked
package io.tidemark.offset.jdbc.contract;

import org.jspecify.annotations.NullMarked;

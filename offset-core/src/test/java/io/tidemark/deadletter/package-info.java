/** Tests of policies for records that cannot be processed. */
@NullMarked
package io.tidemark.deadletter;

import org.jspecify.annotations.NullMarked;

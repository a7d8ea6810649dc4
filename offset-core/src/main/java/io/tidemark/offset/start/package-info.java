/** Where a group starts: settings, policies, and the decision for each partition. */
@NullMarked
package io.tidemark.offset.start;

import org.jspecify.annotations.NullMarked;

/** Whether stored offsets can be resumed: what the cluster's logs hold, compared with what is stored. */
@NullMarked
package io.tidemark.offset.verification;

import org.jspecify.annotations.NullMarked;

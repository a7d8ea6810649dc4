/** That the documentation says what is so. */
@NullMarked
package io.tidemark.docs;

import org.jspecify.annotations.NullMarked;

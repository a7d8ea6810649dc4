/** What an author outside of Tidemark would write: the example of {@code docs/writing-a-store.md}. */
@NullMarked
package io.tidemark.example;

import org.jspecify.annotations.NullMarked;

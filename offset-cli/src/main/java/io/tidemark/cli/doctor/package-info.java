/** The checks of {@code tidemark doctor}, one class for each subject. */
@NullMarked
package io.tidemark.cli.doctor;

import org.jspecify.annotations.NullMarked;

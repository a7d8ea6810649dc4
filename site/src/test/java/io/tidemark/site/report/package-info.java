/** Tests of the report. */
@NullMarked
package io.tidemark.site.report;

import org.jspecify.annotations.NullMarked;

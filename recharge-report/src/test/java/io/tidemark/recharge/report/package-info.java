/** Tests of the report. */
@NullMarked
package io.tidemark.recharge.report;

import org.jspecify.annotations.NullMarked;

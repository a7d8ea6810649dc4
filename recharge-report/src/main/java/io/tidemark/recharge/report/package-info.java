/**
 * The report of a recharge job: the names of its metrics, its values, its JSON form and a reader that builds it from
 * stored metrics. The job, the page, the command line and the independent reference implementation share this package.
 */
@NullMarked
package io.tidemark.recharge.report;

import org.jspecify.annotations.NullMarked;

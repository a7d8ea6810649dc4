/**
 * The report of a recharge job: what its metrics are called, the values a report is made of, its JSON form and a reader
 * that builds it from stored metrics. The job, the page, the command line and the independent reference implementation
 * all meet here.
 */
@NullMarked
package io.tidemark.recharge.report;

import org.jspecify.annotations.NullMarked;

/**
 * The fault-injection test of the recharge job. The job is killed, frozen and run twice at the same time, and its
 * servers and records are taken away. At the end, its report must equal that of the reference implementation.
 */
@NullMarked
package io.tidemark.faultinjection;

import org.jspecify.annotations.NullMarked;

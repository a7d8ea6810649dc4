/**
 * Generates recharge logs: the same seed gives the same bytes. {@link io.tidemark.recharge.generate.GeneratedLog} is a
 * log of one or several days with a given number of orders, {@link io.tidemark.recharge.generate.LiveLog} an endless
 * one that follows a clock.
 *
 * <p>All data is fictional. Mobile numbers in China begin with 13 to 19, the generated ones with 111. Client addresses
 * are in the ranges that RFC 5737 reserves for documentation.
 */
@NullMarked
package io.tidemark.recharge.generate;

import org.jspecify.annotations.NullMarked;

/**
 * A recharge log out of thin air: the same seed gives the same bytes.
 * {@link io.tidemark.recharge.generate.GeneratedLog} is a log of one day with a given number of orders,
 * {@link io.tidemark.recharge.generate.LiveLog} one that never ends and follows a clock.
 *
 * <p>All data is fictional. Mobile numbers in China begin with 13 to 19, those made here with 111; client addresses are
 * of the ranges that RFC 5737 keeps for documentation.
 */
@NullMarked
package io.tidemark.recharge.generate;

import org.jspecify.annotations.NullMarked;

package io.tidemark.recharge.generate;

/**
 * Times in which most recharges of one place fail. They depend only on the seed and the time: each span of 20 minutes
 * has one or none.
 */
final class FailureWaves {

    private static final long SPAN_MILLIS = 20 * 60_000L;
    private static final long NO_SPAN = Long.MIN_VALUE;

    private final long seed;
    private final Country country;
    private final Dice dice = new Dice(0);

    private long span = NO_SPAN;
    private long from;
    private long until;
    private int failuresPerMillion;
    private Country.Place place;

    FailureWaves(long seed, Country country) {
        this.seed = ~seed;
        this.country = country;
        this.place = country.pick(dice);
    }

    /** The share of a place's recharges that fail at a time. */
    int failuresPerMillion(Country.Place place, long epochMillis) {
        long now = Math.floorDiv(epochMillis, SPAN_MILLIS);
        if (now != span) {
            roll(now);
        }
        return epochMillis >= from && epochMillis < until && place == this.place
                ? failuresPerMillion
                : place.failuresPerMillion();
    }

    private void roll(long now) {
        span = now;
        dice.reseed(seed, now);
        from = now * SPAN_MILLIS + dice.below(600_000);
        until = dice.happens(600_000) ? from + dice.between(240_000, 600_000) : from;
        failuresPerMillion = dice.between(250_000, 650_000);
        place = country.pick(dice);
    }
}

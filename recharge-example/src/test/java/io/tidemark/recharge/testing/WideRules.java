package io.tidemark.recharge.testing;

import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.record.TagDictionary;

/** Rules without implausible amounts, starts or durations, for tests of parsing and of sums. */
public final class WideRules {

    /** The settings, followed by a comma. */
    public static final String SETTINGS =
            "plausible { largest-amount-fen = 999999999999999999, earliest-start = \"0000-01-01\", "
                    + "starts-before = \"+10000-01-01\", longest-duration = 36500d }, ";

    private WideRules() {}

    /** The dictionary of Guangdong with these rules. */
    public static TagDictionary guangdong() {
        return TagDictionary.of(
                ConfigFactory.parseString(SETTINGS).withFallback(TagDictionary.presetConfig("guangdong")));
    }
}

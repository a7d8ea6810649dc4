package io.tidemark.recharge.testing;

import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.record.TagDictionary;

/** Rules by which no amount, start or duration is implausible, for tests of how values are read and summed. */
public final class WideRules {

    /** The settings, with a comma behind them. */
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

package io.tidemark.recharge.region;

import java.io.Serializable;

/**
 * A region that orders are counted by.
 *
 * @param code the code that the job counts by
 * @param name the full name, as on the map
 * @param english the name in English
 */
public record Region(String code, String name, String english) implements Serializable {
    private static final long serialVersionUID = 1L;
}

package io.tidemark.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A success rate below the threshold.
 *
 * @param successRate of the orders in the window
 * @param orders the orders in the window
 * @param minutes the length of the window
 * @param below the threshold
 */
record Alarm(double successRate, long orders, long minutes, double below) {

    ObjectNode tree() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("successRate", successRate)
                .put("orders", orders)
                .put("minutes", minutes)
                .put("below", below);
    }
}

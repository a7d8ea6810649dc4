package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tags as the name of a hash field: {@code city=755,service=top-up}, names ascending, {@code -} for none. */
public final class Tags {

    private static final String NONE = "-";

    private Tags() {}

    public static String encode(SortedMap<String, String> tags) {
        if (tags.isEmpty()) {
            return NONE;
        }
        return String.join(",", encodeEach(tags));
    }

    /** The tags one by one, as in the name of a field. */
    public static List<String> encodeEach(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Escaping.escape(tag.getKey()) + '=' + Escaping.escape(tag.getValue()))
                .toList();
    }

    /**
     * Decodes the tags of a field.
     *
     * @throws OffsetStoreException if the field is not a result of {@link #encode}
     */
    public static SortedMap<String, String> decode(String field) {
        if (field.equals(NONE)) {
            return Collections.emptySortedMap();
        }
        TreeMap<String, String> tags = new TreeMap<>();
        for (String tag : field.split(",", -1)) {
            int equals = tag.indexOf('=');
            if (equals <= 0) {
                throw new OffsetStoreException("Cannot read tags from field '" + field + "': '" + tag
                        + "' is not name=value; somebody else wrote this field, remove it");
            }
            tags.put(Escaping.unescape(tag.substring(0, equals)), Escaping.unescape(tag.substring(equals + 1)));
        }
        return Collections.unmodifiableSortedMap(tags);
    }
}

package io.tidemark.offset.mysql;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.mysql.TableShape.Column;
import java.util.Optional;
import java.util.Set;

/**
 * The columns that names are kept in, and whether a name fits. A server that is not strict would cut a long name and go
 * on: offsets of two topics would become one.
 */
record NameColumns(String table, Column topic, Column group) {

    /**
     * Checks names before anything is written.
     *
     * @throws OffsetStoreException if one does not fit, with the column, its type and the name
     */
    void requireFit(GroupId groupId, Set<String> topics) {
        misfit("groupid", group, "group", groupId.value()).ifPresent(NameColumns::refuse);
        topics.forEach(name -> misfit("topic", topic, "topic", name).ifPresent(NameColumns::refuse));
    }

    boolean holdsGroup(GroupId groupId) {
        return misfit("groupid", group, "group", groupId.value()).isEmpty();
    }

    private Optional<String> misfit(String columnName, Column column, String kind, String name) {
        long length = Charsets.length(column.charset(), name);
        if (length > column.length()) {
            return Optional.of("Cannot store offsets of " + kind + " '" + name + "' in table " + table + ": it has "
                    + length + (column.charset().isEmpty() ? " bytes" : " characters") + ", column " + columnName
                    + " is " + column.type() + "; nothing was stored. Widen the column with ALTER TABLE " + table
                    + " MODIFY " + columnName + " ..., then start the store again");
        }
        if (!Charsets.canHold(column.charset(), name)) {
            return Optional.of("Cannot store offsets of " + kind + " '" + name + "' in table " + table + ": column "
                    + columnName + " is " + column.type() + " in character set " + column.charset()
                    + ", which does not have these characters; nothing was stored. Convert the column with ALTER TABLE "
                    + table + " MODIFY " + columnName + " " + column.type()
                    + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, then start the store again");
        }
        return Optional.empty();
    }

    private static void refuse(String why) {
        throw new OffsetStoreException(why);
    }
}

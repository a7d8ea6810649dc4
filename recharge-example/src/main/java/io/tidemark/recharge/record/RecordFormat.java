package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/** How the fields of a record are written. */
public sealed interface RecordFormat extends Serializable {

    /** One JSON object. */
    record Json() implements RecordFormat {

        private static final long serialVersionUID = 1L;
    }

    /**
     * One line of fields with a delimiter between them, like CSV (RFC 4180).
     *
     * @param delimiter the one or several characters between two fields
     * @param quote the one character that stands before and behind a quoted field, and twice inside it for itself;
     *     empty where no field is quoted
     * @param columns the names of the fields in their order; empty where fields are known by their number, from 1 on
     */
    record Delimited(String delimiter, String quote, List<String> columns) implements RecordFormat {

        private static final long serialVersionUID = 1L;

        public Delimited {
            columns = List.copyOf(columns);
        }
    }
}

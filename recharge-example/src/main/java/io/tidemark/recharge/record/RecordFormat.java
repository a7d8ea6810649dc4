package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.List;

/** The format of a record. */
public sealed interface RecordFormat extends Serializable {

    /** One JSON object. */
    record Json() implements RecordFormat {

        private static final long serialVersionUID = 1L;
    }

    /**
     * One line of fields with a delimiter between them, similar to CSV (RFC 4180).
     *
     * @param delimiter one or several characters between two fields
     * @param quote the character before and after a quoted field; doubled inside the field; empty if no field is quoted
     * @param columns the names of the fields in their order; empty if fields are identified by their number, from 1 on
     */
    record Delimited(String delimiter, String quote, List<String> columns) implements RecordFormat {

        private static final long serialVersionUID = 1L;

        public Delimited {
            columns = List.copyOf(columns);
        }
    }
}

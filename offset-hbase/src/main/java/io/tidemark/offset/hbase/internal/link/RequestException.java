package io.tidemark.offset.hbase.internal.link;

import org.jspecify.annotations.Nullable;

/** The failure of a request, and whether the request may have been applied. */
public final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The outcome of a failed request. */
    public enum Fate {
        NOT_APPLIED,
        UNKNOWN
    }

    private final Fate fate;

    RequestException(Fate fate, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.fate = fate;
    }

    /** A write that was not sent. */
    public static RequestException notSent(String reason) {
        return new RequestException(Fate.NOT_APPLIED, reason, null);
    }

    public Fate fate() {
        return fate;
    }

    /** The same failure of a request that only prepares the write: the write itself was not sent. */
    public RequestException beforeTheWrite() {
        return new RequestException(Fate.NOT_APPLIED, reason(), this);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}

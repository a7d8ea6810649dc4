package io.tidemark.offset.zookeeper.internal.link;

import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
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
    private final transient Optional<Code> code;
    private final boolean tooLarge;

    private RequestException(Fate fate, Optional<Code> code, Size size, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.fate = fate;
        this.code = code;
        this.tooLarge = size == Size.TOO_LARGE;
    }

    private enum Size {
        ACCEPTED,
        TOO_LARGE
    }

    /** The servers accept only smaller requests than this one; later ones will be smaller. It was not applied. */
    static RequestException tooLarge(int bytes, int accepted) {
        return new RequestException(
                Fate.NOT_APPLIED,
                Optional.empty(),
                Size.TOO_LARGE,
                "the servers refuse a request of " + bytes + " bytes, and accept one of " + accepted + " bytes"
                        + ZooKeeperRemedies.advice(ZooKeeperRemedies.REQUEST_SIZE),
                null);
    }

    /** The request was not sent, because there is no connection. */
    static RequestException notConnected(String reason) {
        return notSent(reason + ZooKeeperRemedies.advice(Code.CONNECTIONLOSS.name()));
    }

    /** The request was sent, and no answer came in time. */
    static RequestException late(String reason) {
        return unanswered(reason + ZooKeeperRemedies.advice(Code.CONNECTIONLOSS.name()), null);
    }

    /** The request was not sent. */
    public static RequestException notSent(String reason) {
        return new RequestException(Fate.NOT_APPLIED, Optional.empty(), Size.ACCEPTED, reason, null);
    }

    /** The request was sent, and the wait for its answer was ended. */
    static RequestException unanswered(String reason, @Nullable Throwable cause) {
        return new RequestException(Fate.UNKNOWN, Optional.empty(), Size.ACCEPTED, reason, cause);
    }

    /** The request ended with an error code, at this path if it is known. */
    static RequestException failed(Code code, @Nullable String path) {
        return new RequestException(
                fateOf(code),
                Optional.of(code),
                Size.ACCEPTED,
                reasonOf(code, path) + ZooKeeperRemedies.advice(code.name()),
                KeeperException.create(code, path));
    }

    public Fate fate() {
        return fate;
    }

    /** The same failure of a request that only prepares the write: the write itself was not sent. */
    public RequestException beforeTheWrite() {
        return new RequestException(
                Fate.NOT_APPLIED, code, tooLarge ? Size.TOO_LARGE : Size.ACCEPTED, reason(), getCause());
    }

    /** The server's error code; empty if there was no answer. */
    public Optional<Code> code() {
        return code;
    }

    public boolean is(Code one) {
        return code.equals(Optional.of(one));
    }

    /** Whether the same operations may succeed in smaller requests. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** Whether the request was refused because another client was faster: the state must be read again. */
    public boolean isRace() {
        return is(Code.BADVERSION) || is(Code.NONODE) || is(Code.NODEEXISTS);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    private static Fate fateOf(Code code) {
        return switch (code) {
            case BADVERSION,
                    NONODE,
                    NODEEXISTS,
                    NOTEMPTY,
                    NOAUTH,
                    INVALIDACL,
                    AUTHFAILED,
                    BADARGUMENTS,
                    UNIMPLEMENTED,
                    NOTREADONLY,
                    QUOTAEXCEEDED,
                    NOCHILDRENFOREPHEMERALS -> Fate.NOT_APPLIED;
            // also an expired session: its last request may have been applied before
            default -> Fate.UNKNOWN;
        };
    }

    private static String reasonOf(Code code, @Nullable String path) {
        String at = path == null ? "" : " at " + path;
        return switch (code) {
            case CONNECTIONLOSS -> "the connection broke before the answer (" + code + ")";
            case SESSIONEXPIRED -> "the client's session expired (" + code + ")";
            case NOAUTH -> "the server denies the client access" + at + " (" + code + ")";
            case AUTHFAILED -> "the server does not accept the client's credentials (" + code + ")";
            case INVALIDACL -> "the server does not accept the ACL for a new node" + at + " (" + code + ")";
            case UNIMPLEMENTED -> "the server does not know the request (" + code + ")";
            default -> "the server answers " + code + at;
        };
    }
}

package io.tidemark.offset.zookeeper;

import java.util.Optional;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/** Why a request has no good answer, and whether it may have been carried out all the same. */
final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final String CHECK = "check that its servers run, have room on their disks and can be reached";

    /** What became of a request without a good answer. */
    enum Fate {
        NOT_APPLIED,
        UNKNOWN
    }

    private final Fate fate;
    private final transient Optional<Code> code;

    private RequestException(Fate fate, Optional<Code> code, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.fate = fate;
        this.code = code;
    }

    /** The request never left, because there is no connection. */
    static RequestException notConnected(String reason) {
        return notSent(reason + "; " + CHECK);
    }

    /** The request left, and no answer came in time. */
    static RequestException late(String reason) {
        return unanswered(reason + "; " + CHECK, null);
    }

    /** The request never left. */
    static RequestException notSent(String reason) {
        return new RequestException(Fate.NOT_APPLIED, Optional.empty(), reason, null);
    }

    /** The request left, and its answer was not waited for any longer. */
    static RequestException unanswered(String reason, @Nullable Throwable cause) {
        return new RequestException(Fate.UNKNOWN, Optional.empty(), reason, cause);
    }

    /** The request ended with an error code, at this path if it is known. */
    static RequestException failed(Code code, @Nullable String path) {
        return new RequestException(
                fateOf(code), Optional.of(code), reasonOf(code, path), KeeperException.create(code, path));
    }

    Fate fate() {
        return fate;
    }

    /** The same failure, of a request that only prepares the write: the write has not been made, whatever became of it. */
    RequestException beforeTheWrite() {
        return new RequestException(Fate.NOT_APPLIED, code, reason(), getCause());
    }

    boolean is(Code one) {
        return code.equals(Optional.of(one));
    }

    /** Whether the request was refused because somebody else was faster: what is stored now has to be read again. */
    boolean isRace() {
        return is(Code.BADVERSION) || is(Code.NONODE) || is(Code.NODEEXISTS);
    }

    String reason() {
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
            // also an expired session: its last request may have been carried out before
            default -> Fate.UNKNOWN;
        };
    }

    private static String reasonOf(Code code, @Nullable String path) {
        String at = path == null ? "" : " at " + path;
        return switch (code) {
            case CONNECTIONLOSS -> "the connection broke before the answer (" + code + "); " + CHECK;
            case SESSIONEXPIRED -> "the client's session expired (" + code + "); " + CHECK;
            case NOAUTH ->
                "the server denies the client access" + at + " (" + code
                        + "); give the client an identity that the node's"
                        + " ACL names (addAuthInfo, SASL), or have the ACL widened";
            case AUTHFAILED ->
                "the server does not accept the client's credentials (" + code + "); check its addAuthInfo or SASL"
                        + " login";
            case INVALIDACL ->
                "the server does not accept the ACL for a new node" + at + " (" + code
                        + "); check the ACL that the store" + " was given";
            case UNIMPLEMENTED -> "the server does not know the request (" + code + "); the store needs ZooKeeper 3.6";
            default -> "the server answers " + code + at;
        };
    }
}

package io.tidemark.offset.hbase.internal.link;

import io.tidemark.offset.hbase.internal.link.RequestException.Fate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Classifies the failures of HBase's client. They are recognised by the simple names of their classes and of the
 * classes that these extend, because packages differ between versions of HBase.
 */
final class Failures {

    /** The server refused the request, or it was not sent. */
    private static final Set<String> NOT_APPLIED = Set.of(
            "TableNotFoundException",
            "TableNotEnabledException",
            "TableExistsException",
            "NoSuchColumnFamilyException",
            "NamespaceNotFoundException",
            "AccessDeniedException",
            "NotServingRegionException",
            "NoServerForRegionException",
            "RegionTooBusyException",
            "CallQueueTooBigException",
            "CallDroppedException",
            "RpcThrottlingException",
            "SpaceLimitingException",
            "ServerNotRunningYetException",
            "RegionServerStoppedException",
            "ConnectException",
            "FailedServerException",
            "FallbackDisallowedException",
            "AccessControlException",
            "KerberosAuthException",
            "SaslException",
            "StoppedRpcClientException");

    private static final int SHOWN = 300;

    private Failures() {}

    static RequestException of(Throwable failure) {
        Optional<Known> known = known(failure);
        if (known.isEmpty()) {
            Throwable root = root(failure);
            return new RequestException(Fate.UNKNOWN, describe(root), failure);
        }
        String name = known.get().name();
        Fate fate = NOT_APPLIED.contains(name) ? Fate.NOT_APPLIED : Fate.UNKNOWN;
        return new RequestException(fate, describe(known.get().failure()) + HBaseRemedies.advice(name), failure);
    }

    static boolean is(Throwable failure, String name) {
        return known(failure).map(known -> known.name().equals(name)).orElse(false);
    }

    /** The first failure in the chain of causes that this class or the table of remedies has a name for. */
    private static Optional<Known> known(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            for (Class<?> type = at.getClass(); type != null; type = type.getSuperclass()) {
                String name = type.getSimpleName();
                if (NOT_APPLIED.contains(name) || HBaseRemedies.TABLE.of(name).isPresent()) {
                    return Optional.of(new Known(name, at));
                }
            }
        }
        return Optional.empty();
    }

    private record Known(String name, Throwable failure) {}

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The failure's name and the first line of its message, which may hold the stack trace of the server. */
    private static String describe(Throwable failure) {
        List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        String shown = first.substring(0, Math.min(SHOWN, first.length()));
        return failure.getClass().getSimpleName() + ": " + shown.replaceFirst("[. ]+$", "");
    }
}

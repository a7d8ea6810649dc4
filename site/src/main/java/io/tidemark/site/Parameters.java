package io.tidemark.site;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** Checks the parameters of a URL. */
final class Parameters {

    private Parameters() {}

    /**
     * The parameters of a request.
     *
     * @param known the names that the URL accepts
     * @throws BadRequestException if there is an unknown parameter, or one twice
     * @throws org.eclipse.jetty.http.BadMessageException if the query is malformed
     */
    static Map<String, String> of(Request request, Set<String> known) {
        Map<String, String> parameters = new TreeMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            if (!known.contains(field.getName())) {
                throw new BadRequestException("there is no parameter '" + field.getName() + "' here, only "
                        + String.join(", ", new TreeSet<>(known)));
            }
            if (field.hasMultipleValues()) {
                throw new BadRequestException("parameter '" + field.getName() + "' is given twice");
            }
            parameters.put(field.getName(), field.getValue());
        }
        return parameters;
    }
}

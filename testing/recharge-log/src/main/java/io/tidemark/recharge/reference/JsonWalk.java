package io.tidemark.recharge.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a value in nested objects and arrays. */
final class JsonWalk {

    private static final Pattern STEP =
            Pattern.compile("\\G(?:\\.(?<plain>[^.\\[]+)|\\['(?<quoted>(?:[^'\\\\]|\\\\.)*)']|\\[(?<place>[0-9]+)])");

    private JsonWalk() {}

    /** The value of a field: one of the object's own fields or, if it is written as a path, a deeper value. */
    static Optional<JsonElement> from(JsonObject object, String field) {
        if (!field.startsWith("$.") && !field.startsWith("$[")) {
            return Optional.ofNullable(object.get(field));
        }
        Optional<JsonElement> here = Optional.of(object);
        Matcher step = STEP.matcher(field.substring(1));
        while (step.find()) {
            Optional<String> place = Optional.ofNullable(step.group("place"));
            Optional<String> plain = Optional.ofNullable(step.group("plain"));
            String name = plain.orElse(Optional.ofNullable(step.group("quoted"))
                    .map(quoted -> quoted.replaceAll("\\\\(.)", "$1"))
                    .orElse(""));
            here = here.flatMap(element -> place.isPresent()
                    ? Optional.of(element)
                            .filter(JsonElement::isJsonArray)
                            .map(JsonElement::getAsJsonArray)
                            .filter(array -> Integer.parseInt(place.get()) < array.size())
                            .map(array -> array.get(Integer.parseInt(place.get())))
                    : Optional.of(element)
                            .filter(JsonElement::isJsonObject)
                            .flatMap(inner ->
                                    Optional.ofNullable(inner.getAsJsonObject().get(name))));
        }
        return here;
    }
}

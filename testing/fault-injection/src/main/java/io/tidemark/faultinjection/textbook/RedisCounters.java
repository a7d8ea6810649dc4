package io.tidemark.faultinjection.textbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** One field of a hash for each sum, changed with HINCRBY. Opens a connection for each batch, as tutorials do. */
public final class RedisCounters implements Counters {

    private static final String HASH = "textbook";
    /** Between the parts of a field's name. */
    private static final String PART = "|";

    private static final String TAG = "=";

    private final URI url;

    public RedisCounters(URI url) {
        this.url = url;
    }

    @Override
    public void add(List<Measurement> measurements) {
        try (RedisClient client = RedisClient.create(url);
                AbstractPipeline pipeline = client.pipelined()) {
            for (Measurement measurement : measurements) {
                if (measurement.value() instanceof MetricValue.Sum sum) {
                    pipeline.hincrBy(HASH, field(measurement, ""), sum.value());
                } else if (measurement.value() instanceof MetricValue.Histogram histogram) {
                    histogram
                            .counts()
                            .forEach((bucket, count) ->
                                    pipeline.hincrBy(HASH, field(measurement, bucket.toString()), count));
                }
            }
            pipeline.sync();
        }
    }

    @Override
    public List<Measurement> counted() {
        List<Measurement> measurements = new ArrayList<>();
        try (RedisClient client = RedisClient.create(url)) {
            client.hgetAll(HASH).forEach((field, value) -> measurements.add(measurement(field, Long.parseLong(value))));
        }
        return measurements;
    }

    private static String field(Measurement measurement, String bucket) {
        StringBuilder tags = new StringBuilder();
        measurement
                .tags()
                .forEach((name, value) ->
                        tags.append(name).append(TAG).append(encoded(value)).append(TAG));
        return String.join(
                PART,
                measurement.name(),
                tags,
                measurement.time().map(RedisCounters::encoded).orElse(""),
                bucket);
    }

    private static String encoded(MetricTime time) {
        return time.step() + " " + time.start();
    }

    private static MetricTime time(String encoded) {
        List<String> words = List.of(encoded.split(" ", -1));
        return new MetricTime(Instant.parse(words.get(1)), MetricQuery.Step.valueOf(words.get(0)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    private static Measurement measurement(String field, long count) {
        List<String> parts = List.of(field.split("\\|", -1));
        Map<String, String> tags = new TreeMap<>();
        List<String> words = List.of(parts.get(1).split(TAG, -1));
        for (int word = 0; word + 1 < words.size(); word += 2) {
            tags.put(words.get(word), URLDecoder.decode(words.get(word + 1), UTF_8));
        }
        MetricValue value = parts.get(3).isEmpty()
                ? new MetricValue.Sum(count)
                : new MetricValue.Histogram(new TreeMap<>(Map.of(Integer.valueOf(parts.get(3)), count)));
        return new Measurement(
                parts.get(0),
                new TreeMap<>(tags),
                Optional.of(parts.get(2)).filter(time -> !time.isEmpty()).map(RedisCounters::time),
                value);
    }
}

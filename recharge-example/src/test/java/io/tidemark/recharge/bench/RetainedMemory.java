package io.tidemark.recharge.bench;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.region.Region;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * The memory of Redis that minutes, hours and days take when every cell of them is taken, for the bound in
 * {@code docs/record-rules.md}: {@code java … RetainedMemory [orders of each region and minute] [hours]}. Each order
 * has a channel, a payer and a failure code of its own, as far as the limits allow, and every second order fails.
 */
public final class RetainedMemory {

    private static final TopicPartition PARTITION = new TopicPartition("recharge-log", 0);
    private static final GroupId GROUP = new GroupId("recharge");
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 3, 2, 8, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT);

    private static final double LONGEST_LOG =
            Math.log((double) Duration.ofHours(24).toMillis());

    private RetainedMemory() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        int orders = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        int hours = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        TagDictionary dictionary = TagDictionary.preset("guangdong");
        List<String> regions = new ArrayList<>();
        dictionary.regions().regions().stream().map(Region::code).forEach(regions::add);
        regions.add("999999");
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RedisClient client = RedisClient.create(redis.uri())) {
            RedisMetricSink sink = new RedisMetricSink(
                    client,
                    RedisMetricSinkSettings.builder()
                            .keepForever()
                            .maxWriteSize(10_000_000)
                            .build());
            sink.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
            RecordParser parser = new RecordParser(dictionary);
            long number = 0;
            long offset = 0;
            for (int minute = 0; minute < 60 * hours; minute++) {
                RechargeCounts counts = new RechargeCounts(dictionary.regions());
                LocalDateTime start = FIRST.plusMinutes(minute);
                for (String region : regions) {
                    for (int i = 0; i < orders; i++) {
                        counts.add(parser.parse(order(start, region, number++)));
                    }
                }
                List<Measurement> measurements = counts.measurements(dictionary.regions());
                sink.write(
                        new MetricBatch(GROUP, List.of(new PartitionRange(PARTITION, offset, ++offset)), measurements));
            }
            Map<String, Long> bytes = bytesByTable(client);
            System.out.printf(Locale.ROOT, "%,d orders, %d hours, MB: ", number, hours);
            bytes.forEach((table, sum) -> System.out.printf(Locale.ROOT, "%s %.2f, ", table, sum / 1e6));
            System.out.println();
        }
    }

    private static byte[] order(LocalDateTime start, String region, long number) {
        // over all buckets of the durations: from a millisecond to a day
        long duration = Math.round(Math.exp(number * 7_919 % 10_000 / 10_000.0 * LONGEST_LOG));
        String text = "{\"serviceName\":\"reChargeNotifyReq\",\"bussinessRst\":\""
                + (number % 2 == 0 ? "0000" : "9" + number / 2 % 100) + "\",\"chargefee\":\"5000\",\"requestId\":\""
                + TIME.format(start) + "000000000000000\",\"receiveNotifyTime\":\""
                + TIME.format(start.plusNanos(duration * 1_000_000)) + "\",\"cityCode\":\"" + region
                + "\",\"channelCode\":\"c" + number % 36 + "\",\"gateway_id\":\"p" + number % 35 + "\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** By the table that a key belongs to, as docs/redis-layout.md names it. */
    private static Map<String, Long> bytesByTable(RedisClient client) {
        Map<String, Long> sums = new TreeMap<>();
        ScanParams all = new ScanParams().count(1_000);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> page = client.scan(cursor, all);
            for (String key : page.getResult()) {
                String table = key.split(":", -1)[2];
                sums.merge(table, client.memoryUsage(key, 0), Long::sum);
            }
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return sums;
    }
}

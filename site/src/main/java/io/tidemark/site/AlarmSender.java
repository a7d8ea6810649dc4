package io.tidemark.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.offset.GroupId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message to the webhook when an alarm was raised or cleared. A message that was not accepted is sent again at
 * the next check, unless the alarm has changed back until then. Not thread-safe.
 */
final class AlarmSender {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AlarmSender.class);

    private final GroupId group;
    private final Optional<Webhook> webhook;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final LogThrottle warnings = new LogThrottle(Duration.ofMinutes(1));
    private boolean announced;

    AlarmSender(GroupId group, Optional<Webhook> webhook) {
        this.group = group;
        this.webhook = webhook;
    }

    /** Announces the state if the receiver does not know it. */
    void send(Optional<Alarm> alarm, Instant now) {
        if (webhook.isPresent() && alarm.isPresent() != announced && isAccepted(webhook.get(), alarm, now)) {
            announced = alarm.isPresent();
        }
    }

    private boolean isAccepted(Webhook receiver, Optional<Alarm> alarm, Instant now) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("alarm", "success-rate")
                .put("state", alarm.isPresent() ? "raised" : "cleared")
                .put("group", group.value())
                .put("at", now.toString());
        alarm.ifPresent(raised -> message.setAll(raised.tree()));
        HttpRequest request = HttpRequest.newBuilder(receiver.address())
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return true;
            }
            warn(receiver, "it answered " + status);
        } catch (IOException e) {
            // the message of some exceptions is the address, which may contain a key
            warn(receiver, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void warn(Webhook receiver, String reason) {
        warnings.due()
                .ifPresent(count -> LOG.warn(
                        "Cannot send the alarm to {} ({} attempts): {}; trying again",
                        receiver.address().getHost(),
                        count,
                        reason));
    }
}

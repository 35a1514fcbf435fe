package io.tributary.io.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.TraceParent;
import io.tributary.transforms.order.Orders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An event as one JSON object: the columns of its table by their names and in their order, without
 * those of the session, which there is none of yet; {@code context} and {@code properties} byte for
 * byte as they came. Every member is always there, null where nothing is known.
 */
final class PublishEventJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final long DAY = 86_400_000L;
  private static final int ENRICHMENT_BYTES = 1500;

  /** No id is longer, in UTF-16; other texts are as long as the client likes. */
  private static final int LONGEST_ID = 512;

  private final ByteArrayOutputStream bytes;
  private final JsonGenerator json;
  private final boolean whole;

  private PublishEventJson(int size, boolean whole) throws IOException {
    this.bytes = new ByteArrayOutputStream(size);
    this.json = JSON.createGenerator(bytes);
    this.whole = whole;
  }

  /**
   * @param maxOutOfOrder milliseconds; it says what {@code is_late} means
   * @param size below the whole, {@code context}, {@code properties} and long texts are null
   */
  static byte[] of(EnrichedEvent row, long maxOutOfOrder, PublishSize size) {
    try {
      PublishEventJson text =
          new PublishEventJson(
              row.event().payloadLength() + ENRICHMENT_BYTES, size == PublishSize.WHOLE);
      text.write(row, maxOutOfOrder);
      return text.bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can always be written to", e);
    }
  }

  private void write(EnrichedEvent row, long maxOutOfOrder) throws IOException {
    Event event = row.event();
    json.writeStartObject();
    envelope(row, event);
    time("timestamp", event.timestamp());
    time("original_timestamp", event.clocks().original());
    time(
        "sent_at",
        event.clocks().sentAt() == Event.NO_TIME ? null : (Long) event.clocks().sentAt());
    time("received_at", event.receivedAt());
    json.writeBooleanField("is_late", Orders.isLate(event, maxOutOfOrder));
    text("resolved_user_id", row.resolvedUserId());
    profile(row.profile(), event.receivedAt());
    geo(row.geo());
    device(row.device());
    time("profile_version", row.profile() == null ? null : (Long) row.profile().validFrom());
    time("geo_db_build", row.geo() == null ? null : (Long) row.geo().databaseBuild());
    text("ua_rules_version", row.device() == null ? null : row.device().rulesVersion());
    Coordinate coordinate = event.coordinate();
    json.writeStringField("kafka_topic", coordinate.topic());
    json.writeNumberField("kafka_partition", coordinate.partition());
    json.writeNumberField("kafka_offset", coordinate.offset());
    text("trace_id", TraceParent.traceId(event.headers()));
    object("context", event, Text.CONTEXT, "null");
    object("properties", event, Text.PROPERTIES, "{}");
    json.writeEndObject();
    json.close();
  }

  private void envelope(EnrichedEvent row, Event event) throws IOException {
    text("event_id", event.eventId());
    text("event_type", event.eventType());
    text("schema_version", event.text(Text.SCHEMA_VERSION));
    text("user_id", row.userId());
    text("anonymous_id", event.text(Text.ANONYMOUS_ID));
    text("client_session_id", event.text(Text.SESSION_ID));
    text("platform", event.text(Text.PLATFORM));
    text("app_version", event.text(Text.APP_VERSION));
    text("sdk_version", event.text(Text.SDK_VERSION));
    text("client_ip", row.clientIp());
    text("user_agent", event.text(Text.USER_AGENT));
  }

  private void profile(Profile profile, long receivedAt) throws IOException {
    text("user_country", profile == null ? null : profile.country());
    text("user_segment", profile == null ? null : profile.segment());
    json.writeFieldName("account_age_days");
    if (profile == null || profile.createdAt() == null) {
      json.writeNull();
    } else {
      json.writeNumber(Math.floorDiv(receivedAt - profile.createdAt(), DAY));
    }
  }

  private void geo(Geo geo) throws IOException {
    text("geo_country", geo == null ? null : geo.country());
    text("geo_region", geo == null ? null : geo.region());
    text("geo_city", geo == null ? null : geo.city());
    real("geo_latitude", geo == null ? null : geo.latitude());
    real("geo_longitude", geo == null ? null : geo.longitude());
    text("geo_time_zone", geo == null ? null : geo.timeZone());
  }

  private void device(Device device) throws IOException {
    text("device_class", device == null ? null : device.deviceClass());
    text("os_name", device == null ? null : device.osName());
    text("os_version", device == null ? null : device.osVersion());
    text("browser_name", device == null ? null : device.browserName());
    text("browser_version", device == null ? null : device.browserVersion());
    json.writeFieldName("is_bot");
    if (device == null || device.bot() == null) {
      json.writeNull();
    } else {
      json.writeBoolean(device.bot());
    }
  }

  private void text(String name, String value) throws IOException {
    json.writeStringField(
        name, whole || value == null || value.length() <= LONGEST_ID ? value : null);
  }

  private void time(String name, Long millis) throws IOException {
    json.writeStringField(name, millis == null ? null : PublishFormat.time(millis));
  }

  private void real(String name, Double value) throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private void object(String name, Event event, Text text, String absent) throws IOException {
    json.writeFieldName(name);
    if (!whole) {
      json.writeNull();
    } else if (event.has(text)) {
      json.writeRawValue(""); // what must stand before a value
      json.flush();
      bytes.write(event.bytes(), event.start(text), event.length(text));
    } else {
      json.writeRawValue(absent);
    }
  }
}

package io.tributary.io.kafka;

import io.tributary.schemas.event.WarehouseRow;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Which rows go to a topic, and what they look like there. */
interface PublishFormat extends Serializable {

  /** The header that says what was left out because the broker takes no record of that size. */
  String OMITTED_PAYLOAD = "tributary.payload";

  /** The same for the record's own headers. */
  String OMITTED_HEADERS = "tributary.headers";

  String OMITTED = "omitted";

  /** Always three digits of a second, always UTC. */
  DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Whether the row is one for this topic. */
  boolean takes(WarehouseRow row);

  /**
   * A row as a record.
   *
   * @param row one that this format {@linkplain #takes takes}
   */
  ProducerRecord<byte[], byte[]> record(String topic, WarehouseRow row, PublishSize size);

  /** RFC 3339 with milliseconds and {@code Z}. */
  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** Adds a header of text. */
  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

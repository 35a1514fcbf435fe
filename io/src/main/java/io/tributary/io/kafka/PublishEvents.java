package io.tributary.io.kafka;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Events that were enriched before sessions were made, as JSON, keyed by their client. */
final class PublishEvents implements PublishFormat {

  private static final long serialVersionUID = 1L;

  private final long maxOutOfOrder;

  /**
   * @param maxOutOfOrder milliseconds; it says what {@code is_late} means
   */
  PublishEvents(long maxOutOfOrder) {
    this.maxOutOfOrder = maxOutOfOrder;
  }

  @Override
  public boolean takes(WarehouseRow row) {
    return row instanceof EnrichedEvent event && event.sessioned().sessionId() == null;
  }

  @Override
  public ProducerRecord<byte[], byte[]> record(String topic, WarehouseRow row, PublishSize size) {
    EnrichedEvent enriched = (EnrichedEvent) row;
    Event event = enriched.event();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            storedKey(enriched).text().getBytes(StandardCharsets.UTF_8),
            PublishEventJson.of(enriched, maxOutOfOrder, size));
    Headers headers = record.headers();
    PublishFormat.add(headers, "event_id", event.eventId());
    PublishFormat.add(headers, "event_type", event.eventType());
    addTraceParent(headers, event.headers());
    if (size != PublishSize.WHOLE) {
      PublishFormat.add(headers, OMITTED_PAYLOAD, OMITTED);
    }
    return record;
  }

  /** The client as it is stored: its user id with the privacy rules applied. */
  private static ClientKey storedKey(EnrichedEvent row) {
    String anonymousId = row.event().text(Text.ANONYMOUS_ID);
    return anonymousId != null
        ? ClientKey.ofAnonymous(anonymousId)
        : ClientKey.ofUser(row.userId());
  }

  /** Passes on the one that the trace id of the row is from; rubbish ends here. */
  private static void addTraceParent(Headers headers, List<Header> originals) {
    for (int i = originals.size() - 1; i >= 0; i--) {
      Header header = originals.get(i);
      if (TraceParent.of(List.of(header)) != null) {
        headers.add(header.name(), header.value());
        return;
      }
    }
  }
}

package io.tributary.io.kafka;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Failure;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Dead letters as they came: value and headers untouched, and behind these headers the pipeline's
 * own, which therefore count where a name stands twice.
 */
final class PublishDeadLetters implements PublishFormat {

  private static final long serialVersionUID = 1L;

  @Override
  public boolean takes(WarehouseRow row) {
    return row instanceof DeadLetter;
  }

  @Override
  public ProducerRecord<byte[], byte[]> record(String topic, WarehouseRow row, PublishSize size) {
    Failure failure = ((DeadLetter) row).failure();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, size == PublishSize.WHOLE ? failure.payload() : null);
    Headers headers = record.headers();
    if (size != PublishSize.BARE) {
      for (Header header : failure.headers()) {
        headers.add(header.name(), header.value());
      }
    }
    Coordinate coordinate = failure.coordinate();
    PublishFormat.add(headers, "tributary.stage", failure.reason().stage().name());
    PublishFormat.add(headers, "tributary.reason", failure.reason().name());
    PublishFormat.add(headers, "tributary.detail", failure.detail());
    PublishFormat.add(headers, "tributary.topic", coordinate.topic());
    PublishFormat.add(headers, "tributary.partition", String.valueOf(coordinate.partition()));
    PublishFormat.add(headers, "tributary.offset", String.valueOf(coordinate.offset()));
    PublishFormat.add(headers, "tributary.received_at", PublishFormat.time(failure.receivedAt()));
    if (size != PublishSize.WHOLE) {
      PublishFormat.add(headers, OMITTED_PAYLOAD, OMITTED);
    }
    if (size == PublishSize.BARE) {
      PublishFormat.add(headers, OMITTED_HEADERS, OMITTED);
    }
    return record;
  }
}

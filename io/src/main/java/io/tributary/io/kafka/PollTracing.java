package io.tributary.io.kafka;

import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.TraceParent;
import io.tributary.transforms.telemetry.EventSpans;
import io.tributary.transforms.telemetry.MessagingAttributes;
import io.tributary.transforms.telemetry.Tracing;

/** That a record was taken from Kafka, in the trace of its producer. */
final class PollTracing implements Tracing<RawRecord> {

  private static final long serialVersionUID = 1L;

  @Override
  public TraceParent sampled(RawRecord record) {
    return TraceParent.sampled(record.headers());
  }

  @Override
  public void trace(RawRecord record, EventSpans spans) {
    EventSpans.EventSpan span =
        spans
            .consumerSpan(MessagingAttributes.POLL + " " + record.coordinate().topic())
            .with(MessagingAttributes.SYSTEM, MessagingAttributes.KAFKA)
            .with(MessagingAttributes.OPERATION_NAME, MessagingAttributes.POLL)
            .with(MessagingAttributes.OPERATION_TYPE, MessagingAttributes.RECEIVE)
            .with(MessagingAttributes.DESTINATION, record.coordinate().topic())
            .with(MessagingAttributes.PARTITION, String.valueOf(record.coordinate().partition()))
            .with(MessagingAttributes.OFFSET, record.coordinate().offset());
    if (record.payload() == null) {
      span.with(MessagingAttributes.TOMBSTONE, true);
    }
  }
}

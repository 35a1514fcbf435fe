package io.tributary.io.kafka;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Turns what a consumer hands out into {@link RawRecord}s: headers in their order with repeated
 * names and null values, key and payload untouched, {@code received_at} the record's timestamp in
 * milliseconds.
 */
final class RawRecords {

  private RawRecords() {}

  static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
    // A topic's name comes anew with every fetch; one instance lives as long as the process.
    return new RawRecord(
        new Coordinate(record.topic().intern(), record.partition(), record.offset()),
        record.timestamp(),
        record.key(),
        headers(record.headers()),
        record.value());
  }

  private static List<Header> headers(Headers headers) {
    org.apache.kafka.common.header.Header[] all = headers.toArray();
    if (all.length == 0) {
      return List.of();
    }
    List<Header> copies = new ArrayList<>(all.length);
    for (org.apache.kafka.common.header.Header header : all) {
      copies.add(new Header(header.key(), header.value()));
    }
    return copies;
  }
}

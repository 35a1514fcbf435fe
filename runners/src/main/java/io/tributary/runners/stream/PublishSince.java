package io.tributary.runners.stream;

import io.tributary.io.kafka.PublishKafka;
import io.tributary.schemas.event.WarehouseRow;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Publishes what was not published before the stream was rebuilt. */
final class PublishSince extends PTransform<PCollection<WarehouseRow>, PDone> {

  private static final long serialVersionUID = 1L;

  private final long since;
  private final PublishKafka publish;

  private PublishSince(long since, PublishKafka publish) {
    this.since = since;
    this.publish = publish;
  }

  static PublishSince to(long since, PublishKafka publish) {
    return new PublishSince(since, publish);
  }

  @Override
  public PDone expand(PCollection<WarehouseRow> rows) {
    long from = since; // the predicate travels without this transform
    return rows.apply("Since", Filter.by(row -> row.partitionTime() >= from))
        .apply("Publish", publish);
  }
}

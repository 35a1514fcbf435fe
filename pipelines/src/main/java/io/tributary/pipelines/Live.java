package io.tributary.pipelines;

import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.client.RealTime;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.POutput;

/**
 * What a stream does beside writing the warehouse.
 *
 * @param archive takes every raw record
 * @param realTime which events leave right after dedup
 * @param publications what takes the enriched rows, by the label of the step
 */
public record Live(
    Optional<PTransform<PCollection<RawRecord>, ? extends POutput>> archive,
    RealTime realTime,
    Map<String, PTransform<PCollection<WarehouseRow>, ? extends POutput>> publications) {

  /** A replay: nothing. */
  static final Live NOT = new Live(Optional.empty(), RealTime.NONE, Map.of());
}

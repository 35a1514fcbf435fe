package io.tributary.transforms.enrich;

import io.tributary.transforms.telemetry.Counts;
import java.io.Serializable;
import java.util.List;

/** One thing to look up, for many events at a time. */
interface Enrichment extends Serializable {

  /** Opens what is looked into. */
  void open();

  /** Writes the answers into the drafts. */
  void enrich(List<Draft> drafts, Counts counts);

  void close();
}

package io.tributary.transforms.enrich;

import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Part;
import java.io.Serializable;
import java.util.List;

/** One thing to look up, for many events at a time. */
interface Enrichment extends Serializable {

  /** Which part of the enrichment this is. */
  Part part();

  /** Opens what is looked into. */
  void open();

  /** Writes the answers into the drafts. */
  void enrich(List<Draft> drafts, Counts counts);

  void close();
}

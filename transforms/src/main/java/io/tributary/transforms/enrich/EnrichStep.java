package io.tributary.transforms.enrich;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Privacy;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers events, looks them up together, and lets the other rows pass. */
final class EnrichStep implements Step<WarehouseRow, WarehouseRow> {

  private static final long serialVersionUID = 1L;

  /** How many events are looked up together: a store's round trip is worth a few hundred. */
  private static final int BATCH = 256;

  private final List<Enrichment> enrichments;
  private final Privacy privacy;
  private transient List<Draft> drafts;

  EnrichStep(List<Enrichment> enrichments, Privacy privacy) {
    this.enrichments = enrichments;
    this.privacy = privacy;
  }

  @Override
  public void open() {
    enrichments.forEach(Enrichment::open);
  }

  @Override
  public void start() {
    drafts = new ArrayList<>(BATCH);
  }

  @Override
  public void process(WarehouseRow row, Consumer<WarehouseRow> out, Counts counts) {
    if (row instanceof SessionedEvent sessioned) {
      drafts.add(new Draft(sessioned));
      if (drafts.size() == BATCH) {
        finish(out, counts);
      }
    } else if (row instanceof Session session) {
      out.accept(
          session.withStoredIds(
              stored(session.clientKey()), privacy.storedUserId(session.userId())));
    } else if (row instanceof Duplicate duplicate) {
      out.accept(duplicate.withClientKey(stored(duplicate.clientKey())));
    } else {
      out.accept(row);
    }
  }

  private ClientKey stored(ClientKey key) {
    return key.isUser() ? ClientKey.ofUser(privacy.storedUserId(key.id())) : key;
  }

  @Override
  public void finish(Consumer<WarehouseRow> out, Counts counts) {
    if (drafts.isEmpty()) {
      return;
    }
    for (Enrichment enrichment : enrichments) {
      counts.timed(enrichment.part(), () -> enrichment.enrich(drafts, counts));
    }
    for (Draft draft : drafts) {
      out.accept(draft.finish(privacy));
    }
    drafts.clear();
  }

  @Override
  public void close() {
    enrichments.forEach(Enrichment::close);
  }
}

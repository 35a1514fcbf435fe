package io.tributary.transforms.partition;

import io.tributary.schemas.coder.TableRowCoder;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.EventSpans;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import io.tributary.transforms.telemetry.Tracing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Says which table each row goes to.
 *
 * <p>Input: enriched events, duplicates, dead letters, sessions. Output: each with its table, one
 * table per event type and MODEL; events that left before their session was known come again with
 * it and are no rows. Bounded and unbounded input alike.
 */
public final class PartitionByType
    extends PTransform<PCollection<WarehouseRow>, PCollection<TableRow>> {

  private static final long serialVersionUID = 1L;

  private PartitionByType() {}

  public static PartitionByType create() {
    return new PartitionByType();
  }

  @Override
  public PCollection<TableRow> expand(PCollection<WarehouseRow> rows) {
    return rows.apply(
            "Route",
            ParDo.of(
                StepFn.of("analytics.warehouse.partition", new Route())
                    .withTracing(new TableTracing())))
        .setCoder(TableRowCoder.of());
  }

  private record TableTracing() implements Tracing<TableRow> {
    @Override
    public TraceParent sampled(TableRow row) {
      return row.row().sampled();
    }

    @Override
    public void trace(TableRow row, EventSpans spans) {
      spans.span("analytics.warehouse.partition").with("table.name", row.table());
    }
  }

  private static final class Route implements Step<WarehouseRow, TableRow> {
    private static final long serialVersionUID = 1L;
    private transient Map<String, Map<String, String>> eventTables;
    private transient Set<String> tables;

    @Override
    public void open() {
      eventTables = new HashMap<>();
    }

    @Override
    public void start() {
      tables = new HashSet<>();
    }

    @Override
    public void process(WarehouseRow row, Consumer<TableRow> out, Counts counts) {
      if (row instanceof EnrichedEvent enriched && enriched.sessioned().sessionId() == null) {
        return; // real time: sent, not stored
      }
      String table = tableOf(row);
      if (tables.add(table)) {
        counts.add(Measure.PARTITIONS);
      }
      out.accept(new TableRow(table, row));
    }

    private String tableOf(WarehouseRow row) {
      if (row instanceof EnrichedEvent enriched) {
        String type = enriched.event().eventType();
        String version = enriched.event().text(Text.SCHEMA_VERSION);
        return eventTables
            .computeIfAbsent(type, t -> new HashMap<>())
            .computeIfAbsent(
                version,
                v -> TableNames.eventTable(type, SchemaVer.parse(v).orElseThrow().model()));
      } else if (row instanceof DeadLetter) {
        return TableNames.DEAD_LETTERS;
      } else if (row instanceof Duplicate) {
        return TableNames.DUPLICATES;
      } else if (row instanceof Session) {
        return TableNames.SESSIONS;
      }
      throw new IllegalStateException("An event reached the warehouse without passing Enrich");
    }
  }
}

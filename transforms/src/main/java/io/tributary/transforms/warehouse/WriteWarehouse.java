package io.tributary.transforms.warehouse;

import io.tributary.schemas.event.TableRow;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Writes rows into data files and, when all are whole, commits them table by table.
 *
 * <p>Input: rows with their tables. Output: the names of the tables that were committed. Bounded
 * input: one commit per table at the end, also for tables whose days become empty.
 */
public final class WriteWarehouse extends PTransform<PCollection<TableRow>, PCollection<String>> {

  private static final long serialVersionUID = 1L;

  private final Warehouse warehouse;

  private WriteWarehouse(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /**
   * @param warehouse where the tables are
   */
  public static WriteWarehouse to(Warehouse warehouse) {
    return new WriteWarehouse(warehouse);
  }

  @Override
  public PCollection<String> expand(PCollection<TableRow> rows) {
    SerializableCoder<WrittenFile> coder = SerializableCoder.of(WrittenFile.class);
    PCollection<WrittenFile> files =
        rows.apply(
                "WriteFiles",
                ParDo.of(StepFn.of("analytics.warehouse.write", new WriteFiles(warehouse))))
            .setCoder(coder);
    // Without a single row there is still something to commit: days that become empty.
    PCollection<WrittenFile> start =
        rows.getPipeline()
            .apply(
                "Start",
                Create.of(new WrittenFile("", "", 0, Map.of(), new byte[0])).withCoder(coder));
    return PCollectionList.of(files)
        .and(start)
        .apply("FilesAndStart", Flatten.pCollections())
        .apply("OneKey", WithKeys.of(""))
        .apply("GatherFiles", GroupByKey.create())
        .apply("Commit", ParDo.of(StepFn.of("analytics.warehouse_load", new Commit(warehouse))))
        .setCoder(StringUtf8Coder.of());
  }

  private static final class WriteFiles implements Step<TableRow, WrittenFile> {
    private static final long serialVersionUID = 1L;
    private final Warehouse warehouse;
    private transient Warehouse.Files files;

    WriteFiles(Warehouse warehouse) {
      this.warehouse = warehouse;
    }

    @Override
    public void start() {
      files = warehouse.openFiles();
    }

    @Override
    public void process(TableRow row, Consumer<WrittenFile> out, Counts counts) {
      files.write(row);
      RowTracing.note(row, counts.notes());
      counts.add(Measure.WAREHOUSE_ROWS);
    }

    @Override
    public void finish(Consumer<WrittenFile> out, Counts counts) {
      for (WrittenFile file : WrittenFile.withNotes(files.finish(), counts.notes())) {
        counts.add(Measure.WAREHOUSE_FILES);
        out.accept(file);
      }
      files = null;
    }

    @Override
    public void close() {
      if (files != null) {
        files.abandon();
      }
    }
  }

  private record Commit(Warehouse warehouse)
      implements Step<KV<String, Iterable<WrittenFile>>, String> {
    @Override
    public void process(
        KV<String, Iterable<WrittenFile>> gathered, Consumer<String> out, Counts counts) {
      List<WrittenFile> files = new ArrayList<>();
      for (WrittenFile file : gathered.getValue()) {
        if (!file.table().isEmpty()) {
          files.add(file);
        }
      }
      warehouse.commit(
          files,
          table -> {
            WrittenFile.committed(table, files, counts);
            out.accept(table.table());
          });
    }
  }
}

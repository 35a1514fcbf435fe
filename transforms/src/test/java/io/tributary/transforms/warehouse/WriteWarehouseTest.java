package io.tributary.transforms.warehouse;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.TableRowCoder;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.TableRow;
import io.tributary.transforms.DirectRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteWarehouseTest {

  @TempDir private Path folder;

  @Test
  void commitsOnceWithAllFiles() throws IOException {
    List<TableRow> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(row(i % 3 == 0 ? "one" : "two", i));
    }
    Pipeline pipeline = DirectRun.pipeline();

    DirectRun.assertHolds(
        DirectRun.given(pipeline, TableRowCoder.of(), rows)
            .apply("Write", WriteWarehouse.to(new FolderWarehouse(folder.toString(), false))),
        table -> table,
        List.of("one", "two"));
    PipelineResult result = pipeline.run();

    assertThat(commits()).containsExactly("one 10, two 20");
    assertThat(DirectRun.counters(result))
        .containsEntry("warehouse.rows", 30L)
        .containsEntry("warehouse.tables_committed", 2L)
        .containsKey("warehouse.files");
  }

  @Test
  void commitsWithoutASingleRow() throws IOException {
    Pipeline pipeline = DirectRun.pipeline();

    DirectRun.assertHolds(
        DirectRun.given(pipeline, TableRowCoder.of(), List.<TableRow>of())
            .apply("Write", WriteWarehouse.to(new FolderWarehouse(folder.toString(), false))),
        table -> table,
        List.of());
    pipeline.run();

    assertThat(commits()).containsExactly("");
  }

  @Test
  void aBundleThatFailsIsAbandonedAndNothingIsCommitted() throws IOException {
    Pipeline pipeline = DirectRun.pipeline();
    DirectRun.given(pipeline, TableRowCoder.of(), List.of(row("one", 1)))
        .apply("Write", WriteWarehouse.to(new FolderWarehouse(folder.toString(), true)));

    assertThatThrownBy(pipeline::run).hasStackTraceContaining("the disk is full");
    assertThat(commits()).isEmpty();
    assertThat(Files.exists(folder.resolve("abandoned"))).isTrue();
  }

  private List<String> commits() throws IOException {
    Path commits = folder.resolve("commits");
    return Files.exists(commits) ? Files.readAllLines(commits) : List.of();
  }

  private static TableRow row(String table, long offset) {
    return new TableRow(
        table,
        new Duplicate("e", "t", new ClientKey("a:x"), at(offset), NOON, at(offset), NOON, null));
  }

  /** Writes down in a folder what it was asked to do; there it is seen from every worker. */
  private record FolderWarehouse(String folder, boolean full) implements Warehouse {

    @Override
    public Files openFiles() {
      return new CountedFiles(this);
    }

    @Override
    public void commit(List<WrittenFile> files, Consumer<Committed> committed) {
      Map<String, Long> rows = new TreeMap<>();
      files.forEach(file -> rows.merge(file.table(), file.rows(), Long::sum));
      List<String> tables = new ArrayList<>();
      rows.forEach((table, count) -> tables.add(table + " " + count));
      note("commits", String.join(", ", tables));
      new TreeSet<>(rows.keySet()).forEach(table -> committed.accept(new Committed(table, 1)));
    }

    private void note(String file, String line) {
      try {
        java.nio.file.Files.writeString(
            Path.of(folder, file),
            line + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class CountedFiles implements Warehouse.Files {
    private final FolderWarehouse warehouse;
    private final Map<String, Long> rows = new TreeMap<>();

    CountedFiles(FolderWarehouse warehouse) {
      this.warehouse = warehouse;
    }

    @Override
    public void write(TableRow row) {
      if (warehouse.full) {
        throw new UncheckedIOException(new IOException("the disk is full"));
      }
      rows.merge(row.table(), 1L, Long::sum);
    }

    @Override
    public List<WrittenFile> finish() {
      List<WrittenFile> files = new ArrayList<>();
      rows.forEach(
          (table, count) ->
              files.add(new WrittenFile(table, "path", count, Map.of(), new byte[] {1})));
      return files;
    }

    @Override
    public void abandon() {
      warehouse.note("abandoned", "yes");
    }
  }
}

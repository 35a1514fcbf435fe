package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Child;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.cli.ReplayCommand;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays that are killed at ten different moments, one after the other in one warehouse. */
class KillIT {

  /** Two sets of records in turn, so that rows say which run wrote them. */
  private record Store(GeneratorResult made, SortedMap<String, String> rows) {}

  /** How far a run has come, told from the files in the warehouse folder. */
  private record Progress(TreeSet<String> files) {
    static Progress of(Path warehouse) {
      TreeSet<String> files = new TreeSet<>();
      if (Files.isDirectory(warehouse)) {
        try (Stream<Path> walk = Files.walk(warehouse)) {
          walk.forEach(file -> files.add(warehouse.relativize(file).toString()));
        } catch (IOException | UncheckedIOException e) {
          return new Progress(new TreeSet<>()); // a file was deleted meanwhile
        }
      }
      return new Progress(files);
    }

    long count(String regex) {
      return files.stream().filter(file -> file.matches(regex)).count();
    }

    /** What is new, without what it does for a run before it that it found unfinished. */
    Progress since(Progress before) {
      TreeSet<String> added = new TreeSet<>(files);
      added.removeAll(before.files);
      before.files.stream()
          .filter(file -> file.matches(RUNNING))
          .map(file -> file.replaceAll("running$", ""))
          .forEach(run -> added.removeIf(file -> file.startsWith(run)));
      return new Progress(added);
    }
  }

  /** When to kill; the run may be a little further when it dies. */
  private record Moment(String name, String files, int count) {
    boolean isReached(Progress progress) {
      return progress.count(files) >= count;
    }
  }

  private static final String TABLE = "analytics/[a-z_0-9]+/metadata";
  private static final String DATA = ".*/data/.*\\.parquet";
  private static final String RUNNING = "_runs/[^.].*\\.running";
  private static final String PENDING = "_runs/[^.].*\\.pending";
  private static final String REPORT = "_runs/[^.].*\\.json";
  private static final String COMMIT = ".*/metadata/snap-.*\\.avro";

  private static final List<Moment> MOMENTS =
      List.of(
          new Moment("some tables are made", TABLE, 5),
          new Moment("the first data file is there", DATA, 1),
          new Moment("one table is committed", COMMIT, 2),
          new Moment("it has begun", RUNNING, 1),
          new Moment("what will be committed is written down", PENDING, 1),
          new Moment("some tables are committed", COMMIT, 6),
          new Moment("some data files are there", DATA, 12),
          new Moment("most tables are committed", COMMIT, 12),
          new Moment("many data files are there", DATA, 30),
          new Moment("the report is written", REPORT, 1));

  @TempDir Path folder;

  @Test
  void leavesEveryTableAsItWasOrComplete() throws Exception {
    Store[] stores = {store("one", 11), store("other", 12)};
    Path warehouse = folder.resolve("warehouse");
    SortedMap<String, String> before = new TreeMap<>();
    SortedMap<String, String> older = before;
    String left = "";
    int number = 0;
    int beforeCommit = 0;
    int inCommit = 0;
    for (Moment moment : MOMENTS) {
      Store store = stores[number % 2];
      Progress start = Progress.of(warehouse);
      try (Child child = replay(store, warehouse, "run-" + number)) {
        assertThat(child.killWhen(() -> moment.isReached(Progress.of(warehouse).since(start))))
            .as("reached: %s; it said: %s", moment.name, child.said())
            .isTrue();
        assertThat(child.said()).as("what the next start says").contains(left);
      }
      SortedMap<String, String> now = rows(warehouse);
      Progress done = Progress.of(warehouse).since(start);
      if (done.count(REPORT) > 0) {
        assertThat(now).as("killed after its commit, when " + moment.name).isEqualTo(store.rows);
        older = before = store.rows;
        left = "Replaying";
      } else if (done.count(PENDING) > 0) {
        assertEachIn(now, before, store.rows, moment.name);
        older = before;
        before = store.rows; // the next start finishes it
        left = "was stopped in the middle of its commit";
        inCommit++;
      } else if (done.count(RUNNING) > 0) {
        assertThat(now).as("killed before its commit, when " + moment.name).isEqualTo(before);
        older = before;
        left = "was stopped before its commit: every table is as it was before it";
        beforeCommit++;
      } else {
        assertEachIn(now, older, before, moment.name); // it was still at the last run's commit
      }
      number++;
    }
    assertThat(beforeCommit).as("kills before a commit").isPositive();
    assertThat(inCommit).as("kills in a commit").isPositive();
    Store last = stores[number % 2];
    try (Child child = replay(last, warehouse, "run-" + number)) {
      assertThat(child.await()).as(child.said()).isZero();
      assertThat(child.said()).contains(left);
    }
    assertThat(rows(warehouse)).isEqualTo(last.rows);
    assertThat(WarehouseFiles.unknown(CatalogConfig.embedded(warehouse)))
        .as("files that no table knows")
        .isEmpty();
  }

  private static void assertEachIn(
      SortedMap<String, String> now,
      SortedMap<String, String> before,
      SortedMap<String, String> after,
      String moment) {
    TreeSet<String> tables = new TreeSet<>(now.keySet());
    tables.addAll(before.keySet());
    for (String table : tables) {
      assertThat(now.get(table))
          .as(table + " when " + moment)
          .isIn(before.get(table), after.get(table));
    }
  }

  private Store store(String name, long seed) throws IOException {
    GeneratorResult made =
        Generator.run(
            GeneratorOptions.into(folder.resolve(name)).withEvents(1_500).withSeed(seed),
            records -> {});
    Path warehouse = folder.resolve(name).resolve("warehouse");
    Runs.flink(Runs.of(made, warehouse), 1);
    assertThat(WarehouseFiles.unknown(CatalogConfig.embedded(warehouse))).isEmpty();
    return new Store(made, rows(warehouse));
  }

  private static SortedMap<String, String> rows(Path warehouse) {
    try (Lake lake = Lake.open().attach("now", warehouse)) {
      return lake.fingerprints("now");
    }
  }

  private Child replay(Store store, Path warehouse, String name) throws IOException {
    return Child.start(
        ReplayCommand.class,
        folder.resolve(name),
        // It starts faster without the second compiler.
        List.of("-Xmx600m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        List.of(
            "--raw=" + store.made.raw(),
            "--schemas=" + store.made.schemas(),
            "--profiles=" + store.made.profiles(),
            "--links=" + store.made.links(),
            "--warehouse=" + warehouse,
            "--parallelism=1"));
  }
}

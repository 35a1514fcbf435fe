package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Runs;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.runners.audit.Finding.Severity;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.transforms.partition.DayRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replayed warehouse that somebody changes behind the pipeline's back. */
class DamagedWarehouseIT {

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

  @TempDir static Path folder;
  private static GeneratorResult made;
  private static ReplaySummary summary;
  private static CatalogConfig config;

  private Catalog catalog;
  private Table pages;
  private long snapshot;

  @BeforeAll
  static void replayOnce() throws IOException {
    made =
        Generator.run(
            new GeneratorOptions(
                folder.resolve("made"), 10_000, 4, 7, FIRST_DAY, 300, 4, 4, 0.5, 2, 1, 3),
            records -> {});
    summary = Runs.flink(Runs.of(made, folder.resolve("warehouse")), 2);
    config = CatalogConfig.embedded(folder.resolve("warehouse"));
  }

  @BeforeEach
  void open() {
    catalog =
        CatalogUtil.buildIcebergCatalog(
            CatalogConfig.NAME, config.properties(), new Configuration(false));
    pages = catalog.loadTable(TableIdentifier.of(config.namespace(), "events_page_viewed"));
    snapshot = pages.currentSnapshot().snapshotId();
  }

  @AfterEach
  void mend() throws IOException {
    if (pages.currentSnapshot().snapshotId() != snapshot) {
      pages.manageSnapshots().rollbackTo(snapshot).commit();
    }
    ((Closeable) catalog).close();
  }

  private static Audit audit() {
    return Audit.of(AuditScope.of(made.raw(), config));
  }

  private DataFile aFile() throws IOException {
    try (CloseableIterable<FileScanTask> files = pages.newScan().planFiles()) {
      return Stream.of(files.iterator().next().file()).findFirst().orElseThrow().copy();
    }
  }

  @Test
  void findsNothingInACleanReplay() {
    Audit audit = audit();
    Ledger ledger = audit.ledger();
    assertThat(audit.isConserved()).isTrue();
    assertThat(ledger.residual()).isZero();
    assertThat(ledger.raw()).isEqualTo(summary.rawRecords());
    assertThat(ledger.loaded()).isEqualTo(summary.loaded());
    assertThat(ledger.duplicates()).isEqualTo(summary.duplicates());
    assertThat(ledger.waiting()).isZero();
    assertThat(audit.sessions().agrees()).isTrue();
    assertThat(audit.sessions().counted()).isEqualTo(summary.loaded());
    assertThat(audit.sessions().open()).isZero();
    assertThat(audit.partitions()).allMatch(partition -> partition.gaps() == 0);
    assertThat(audit.trends().days())
        .filteredOn(day -> day.type() == null)
        .extracting(DayTrend::late)
        .satisfies(
            late ->
                assertThat(late.stream().mapToLong(rows -> rows).sum())
                    .isEqualTo(summary.lateEvents()));
    assertThat(audit.findings()).as("of a clean store").allMatch(DamagedWarehouseIT::isNote);
  }

  private static boolean isNote(Finding finding) {
    return finding.severity() == Severity.NOTE;
  }

  @Test
  void agreesDayByDayWithTheWhole() {
    Ledger whole = audit().ledger();
    for (Ledger.Day day : whole.days()) {
      Audit one =
          Audit.of(
              AuditScope.of(made.raw(), config)
                  .withDays(new DayRange(day.day(), day.day().plusDays(1))));
      assertThat(one.ledger().days()).containsExactly(day);
      assertThat(one.sessions().agrees()).as("sessions of %s", day.day()).isTrue();
    }
  }

  @Test
  void findsRowsThatWereDeleted() throws IOException {
    DataFile file = aFile();
    pages.newDelete().deleteFile(file).commit();
    Audit audit = audit();
    assertThat(audit.isConserved()).isFalse();
    assertThat(audit.ledger().missing()).isEqualTo(file.recordCount());
    assertThat(audit.ledger().residual()).isEqualTo(file.recordCount());
    assertThat(audit.ledger().offences())
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(AuditScope.DEFAULT_EXAMPLES)
        .allMatch(offence -> offence.kind() == Offence.Kind.MISSING && offence.tables().isEmpty());
    assertThat(audit.sessions().differing()).isPositive();
    assertThat(audit.findings()).anyMatch(finding -> finding.kind() == Kind.SESSIONS_DIFFER);
  }

  @Test
  void findsRowsThatWereDoubled() throws IOException {
    DataFile file = aFile();
    Path copy = Path.of(file.location()).resolveSibling("copy.parquet");
    Files.copy(Path.of(file.location()), copy);
    pages
        .newAppend()
        .appendFile(DataFiles.builder(pages.spec()).copy(file).withPath(copy.toString()).build())
        .commit();
    Audit audit = audit();
    assertThat(audit.ledger().doubled()).isEqualTo(file.recordCount());
    assertThat(audit.ledger().residual()).isEqualTo(-file.recordCount());
    assertThat(audit.ledger().offences())
        .isNotEmpty()
        .allMatch(
            offence ->
                offence.kind() == Offence.Kind.DOUBLED
                    && offence
                        .tables()
                        .equals(
                            List.of(
                                pages.name().replaceAll(".*\\.", ""),
                                pages.name().replaceAll(".*\\.", ""))));
  }

  @Test
  void findsARawFileThatWasRemoved() throws IOException {
    Path file;
    try (Stream<Path> files = Files.walk(made.raw())) {
      file =
          files
              .filter(path -> path.toString().contains(FIRST_DAY.plusDays(1).toString()))
              .filter(Files::isRegularFile)
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    Path hidden = file.resolveSibling(".hidden");
    Files.move(file, hidden);
    try {
      Audit audit = audit();
      assertThat(audit.isConserved()).isFalse();
      assertThat(audit.ledger().orphaned()).isPositive();
      assertThat(audit.ledger().missing()).isZero();
      assertThat(audit.ledger().raw() + audit.ledger().orphaned()).isEqualTo(summary.rawRecords());
      assertThat(audit.partitions()).anyMatch(partition -> partition.gaps() > 0);
      assertThat(audit.findings())
          .filteredOn(finding -> finding.kind() == Kind.OFFSET_GAP)
          .extracting(Finding::severity)
          .containsExactly(Severity.WARNING);
    } finally {
      Files.move(hidden, file);
    }
  }
}

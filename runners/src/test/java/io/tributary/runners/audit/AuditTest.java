package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.runners.audit.AuditLake.Rec;
import io.tributary.runners.audit.AuditLake.Session;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.schemas.event.Coordinate;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final Instant START = Instant.parse("2026-03-02T22:00:00Z");

  @TempDir Path folder;
  private AuditLake lake;
  private List<Rec> records;

  /** Two partitions, 100 records each, one a minute: the last forty are received after midnight. */
  @BeforeEach
  void makeRecords() {
    lake = new AuditLake(folder);
    records = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      for (int offset = 0; offset < 160; offset++) {
        Rec record = Rec.loaded(partition, offset, START.plusSeconds(60L * offset), "page.viewed");
        records.add(
            switch (offset % 10) {
              case 3 -> record.dead("MALFORMED_JSON", null);
              case 4 -> record.duplicate();
              case 5 -> Rec.loaded(partition, offset, record.at(), "order.completed");
              default -> record;
            });
      }
    }
  }

  @Test
  void findsNothingWhereEveryRecordHasItsRow() {
    Audit audit = Audit.of(lake.write(records).scope());
    Ledger ledger = audit.ledger();
    assertThat(audit.isConserved()).isTrue();
    assertThat(ledger)
        .extracting(
            Ledger::raw, Ledger::loaded, Ledger::deadLetters, Ledger::duplicates, Ledger::residual)
        .containsExactly(320L, 256L, 32L, 32L, 0L);
    assertThat(ledger.offences()).isEmpty();
    assertThat(ledger.days())
        .extracting(Ledger.Day::day, Ledger.Day::raw, Ledger.Day::residual)
        .containsExactly(tuple(FIRST, 240L, 0L), tuple(FIRST.plusDays(1), 80L, 0L));
    assertThat(audit.partitions())
        .containsExactly(
            new PartitionOffsets("raw", 0, 160, 0, 159, 0, List.of()),
            new PartitionOffsets("raw", 1, 160, 0, 159, 0, List.of()));
    assertThat(Breakdown.of(audit, List.of(Dimension.TYPE, Dimension.REASON)))
        .extracting(Breakdown::values, Breakdown::loaded, Breakdown::deadLetters)
        .contains(tuple(Arrays.asList("order.completed", null), 32L, 0L))
        .hasSize(3);
  }

  @Test
  void namesARowThatWasDeleted() {
    lake.write(records);
    lake.rewrite(
        "events_order_completed",
        records.stream()
            .filter(one -> one.table().equals("events_order_completed"))
            .filter(one -> one.partition() == 0 || one.offset() != 75)
            .toList());
    Ledger ledger = Audit.of(lake.scope()).ledger();
    assertThat(ledger.residual()).isEqualTo(1);
    assertThat(ledger.missing()).isEqualTo(1);
    assertThat(ledger.offences())
        .containsExactly(
            new Offence(
                Offence.Kind.MISSING, new Coordinate("raw", 1, 75), 75, 1, FIRST, List.of()));
  }

  @Test
  void namesARowThatWasDoubledInItsTable() {
    lake.write(records).rows(List.of(records.get(5)));
    Ledger ledger = Audit.of(lake.scope()).ledger();
    assertThat(ledger.residual()).isEqualTo(-1);
    assertThat(ledger.offences())
        .containsExactly(
            new Offence(
                Offence.Kind.DOUBLED,
                new Coordinate("raw", 0, 5),
                5,
                1,
                FIRST,
                List.of("events_order_completed", "events_order_completed")));
  }

  @Test
  void namesARecordThatEndedTwice() {
    Rec loaded = records.get(0);
    lake.write(records).rows(List.of(loaded.duplicate()));
    Ledger ledger = Audit.of(lake.scope()).ledger();
    assertThat(ledger.doubled()).isEqualTo(1);
    assertThat(ledger.offences())
        .containsExactly(
            new Offence(
                Offence.Kind.DOUBLED,
                new Coordinate("raw", 0, 0),
                0,
                1,
                FIRST,
                List.of("duplicates", "events_page_viewed")));
  }

  @Test
  void isNotFooledByADeletedAndADoubledRowThatCancelOut() {
    Rec gone = records.get(0);
    lake.raw(records).rows(records.subList(1, records.size())).rows(List.of(records.get(1)));
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.ledger().residual()).isZero();
    assertThat(audit.isConserved()).isFalse();
    assertThat(audit.ledger().missing()).isEqualTo(1);
    assertThat(audit.ledger().doubled()).isEqualTo(1);
    assertThat(audit.ledger().offences().get(0).first().offset()).isEqualTo(gone.offset());
  }

  @Test
  void seesARawFileThatWasRemoved() {
    lake.rows(records);
    lake.rawFile(FIRST, "a", records.stream().filter(one -> one.offset() < 50).toList());
    lake.rawFile(
        FIRST.plusDays(1), "c", records.stream().filter(one -> one.offset() >= 120).toList());
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.ledger().orphaned()).isEqualTo(140);
    assertThat(audit.ledger().residual()).isEqualTo(-140);
    assertThat(audit.ledger().offences())
        .containsExactly(
            new Offence(
                Offence.Kind.ORPHANED,
                new Coordinate("raw", 0, 50),
                119,
                70,
                FIRST,
                List.of(
                    "dead_letters", "duplicates", "events_order_completed", "events_page_viewed")),
            new Offence(
                Offence.Kind.ORPHANED,
                new Coordinate("raw", 1, 50),
                119,
                70,
                FIRST,
                List.of(
                    "dead_letters", "duplicates", "events_order_completed", "events_page_viewed")));
    assertThat(audit.partitions())
        .allSatisfy(
            each -> assertThat(each.examples()).containsExactly(new PartitionOffsets.Gap(50, 119)));
    assertThat(audit.findings())
        .filteredOn(finding -> finding.kind() == Kind.OFFSET_GAP)
        .extracting(Finding::subject, Finding::severity, Finding::observed)
        .containsExactly(tuple("raw", Finding.Severity.WARNING, 140.0));
  }

  @Test
  void takesAGapInBothForAFindingAndNoResidual() {
    List<Rec> compacted = records.stream().filter(one -> one.offset() % 16 != 7).toList();
    Audit audit = Audit.of(lake.write(compacted).scope());
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.partitions().get(0).gaps()).isEqualTo(10);
    assertThat(audit.partitions().get(0).absent()).isEqualTo(10);
    assertThat(audit.partitions().get(0).examples()).hasSize(5);
    assertThat(audit.findings())
        .filteredOn(finding -> finding.kind() == Kind.OFFSET_GAP)
        .extracting(Finding::severity)
        .containsExactly(Finding.Severity.NOTE);
  }

  @Test
  void takesARawFileThatStandsTwiceForOne() throws IOException {
    lake.write(records);
    Path file = lake.rawFiles().get(0);
    Files.copy(file, file.resolveSibling("copy.parquet"));
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.ledger().copies()).isEqualTo(240);
    assertThat(audit.findings()).noneMatch(finding -> finding.kind() == Kind.RAW_CONFLICT);
  }

  @Test
  void namesACoordinateWithTwoContents() {
    lake.write(records).raw(List.of(records.get(7).with("payload", "other")));
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.findings())
        .filteredOn(finding -> finding.kind() == Kind.RAW_CONFLICT)
        .extracting(Finding::subject)
        .containsExactly("raw/0/7");
  }

  @Test
  void judgesOnlyTheDaysThatAreAskedFor() {
    lake.raw(records).rows(records.stream().filter(one -> one.offset() != 130).toList());
    Audit first = Audit.of(lake.scope().withDays(new DayRange(null, FIRST.plusDays(1))));
    assertThat(first.isConserved()).isTrue();
    assertThat(first.ledger().raw()).isEqualTo(240);
    Audit second = Audit.of(lake.scope().withDays(new DayRange(FIRST.plusDays(1), null)));
    assertThat(second.ledger().raw()).isEqualTo(80);
    assertThat(second.ledger().missing()).isEqualTo(2);
  }

  @Test
  void findsARowOnAnotherDayThanItsRecord() {
    List<Rec> moved = new ArrayList<>(records);
    moved.set(0, records.get(0).at(START.plusSeconds(86_400)));
    Ledger ledger = Audit.of(lake.raw(records).rows(moved).scope()).ledger();
    assertThat(ledger.missing()).isEqualTo(1);
    assertThat(ledger.orphaned()).isEqualTo(1);
    assertThat(ledger.residual()).isZero();
    assertThat(ledger.isConserved()).isFalse();
  }

  @Test
  void letsWaitWhatAStreamHasNotCommittedYet() throws IOException {
    List<Rec> committed = records.stream().filter(one -> one.offset() < 100).toList();
    lake.raw(records).rows(committed);
    assertThat(Audit.of(lake.scope()).isConserved()).isFalse();
    Files.writeString(
        lake.raw().resolve("_archive.json"),
        "{\"version\":1,\"through\":\""
            + START.plusSeconds(6000)
            + "\",\"ended\":false,"
            + "\"topics\":{}}");
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.completeBefore()).isEqualTo(START.plusSeconds(6000));
    assertThat(audit.ledger().raw()).isEqualTo(200);
    assertThat(audit.ledger().waiting()).isEqualTo(120);
    assertThat(audit.partitions().get(0).records()).isEqualTo(160);
  }

  @Test
  void judgesNothingBeforeAStreamHasCompletedAnyTime() throws IOException {
    lake.write(records);
    Files.writeString(
        lake.raw().resolve("_archive.json"),
        "{\"version\":1,\"through\":null,\"ended\":false,\"topics\":{}}");
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.ledger().raw()).isZero();
    assertThat(audit.ledger().waiting()).isEqualTo(320);
    assertThat(audit.findings()).isEmpty();
  }

  @Test
  void comparesSessionsWithTheEventsThatNameThem() {
    Instant closed = START.plusSeconds(60 * 40);
    List<Rec> named = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Rec event = Rec.loaded(0, i, START.plusSeconds(60L * i), "page.viewed");
      named.add(event.with("session_id", List.of("agrees", "differs", "open").get(i % 3)));
    }
    // came after the session had closed and waits in it for the next revision
    named.add(
        Rec.loaded(0, 9, closed.plusSeconds(600), "page.viewed").with("session_id", "agrees"));
    lake.write(named);
    lake.sessions(
        new Session("agrees", "a:1", 1, closed.minusSeconds(60), 2),
        new Session("agrees", "a:1", 2, closed, 3),
        new Session("differs", "a:2", 1, closed, 4));
    Audit audit = Audit.of(lake.scope());
    assertThat(audit.sessions())
        .isEqualTo(
            new SessionCheck(
                2, 1, 7, 6, 1, 2, 4, 0, List.of(new SessionCheck.Difference("differs", 4, 3))));
    assertThat(audit.findings()).anyMatch(finding -> finding.kind() == Kind.SESSIONS_DIFFER);
  }

  @Test
  void missesASessionThatShouldHaveClosedLongAgo() {
    List<Rec> named = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      named.add(
          Rec.loaded(0, i, START.plusSeconds(86_400L * i), "page.viewed")
              .with("session_id", "s" + i));
    }
    lake.write(named);
    SessionCheck check = Audit.of(lake.scope()).sessions();
    assertThat(check.lost()).isEqualTo(2);
    assertThat(check.open()).isEqualTo(2);
    assertThat(check.examples()).extracting(SessionCheck.Difference::found).containsOnly(1L);
  }

  @Test
  void saysWhatIsNoRawStoreAndWhichFileIsDamaged() throws IOException {
    lake.write(records);
    assertThatThrownBy(() -> Audit.of(AuditScope.of(folder.resolve("none"), lake.config())))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("none is no folder");
    Path file = lake.rawFiles().get(0);
    Files.writeString(file, "no parquet");
    assertThatThrownBy(() -> Audit.of(lake.scope()))
        .isInstanceOf(AuditFailed.class)
        .hasMessageContaining(file.getFileName().toString());
    assertThatThrownBy(() -> Audit.of(lake.scope().withMemory("plenty")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

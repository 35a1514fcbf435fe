package io.tributary.runners.explain;

import static io.tributary.runners.explain.Fated.TEN;
import static io.tributary.runners.explain.Fated.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Runs;
import io.tributary.runners.explain.Explanation.State;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.failure.Reason;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record for every fate, through a replay of the day. */
class ExplainIT {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
  private static final String TABLE = "events_page_seen";

  @TempDir static Path folder;
  private static final Fated fated = new Fated();
  private static Coordinate first;
  private static Coordinate copy;
  private static Coordinate copyOfCopy;
  private static Coordinate second;
  private static Coordinate third;
  private static Coordinate lastOfDay;
  private static Coordinate nextDay;
  private static Coordinate neverReplayed;
  private static ReplayConfig replayed;

  @BeforeAll
  static void replayOnce() throws IOException {
    String original = seen("one", "c", TEN);
    first = fated.add(TEN, original);
    second = fated.add(TEN.plusSeconds(60), seen("two/1/1", "c", TEN.plusSeconds(50)));
    copy = fated.add(TEN.plusSeconds(90), original);
    copyOfCopy = fated.add(TEN.plusSeconds(100), original.replace(",", ", "));
    fated.addDeadLetters(TEN.plusSeconds(110), "one");
    third = fated.add(TEN.plusSeconds(120), seen("three", "c", TEN.plusSeconds(120)));
    Instant lateEvening = Instant.parse("2026-03-02T23:50:00Z");
    lastOfDay = fated.add(lateEvening, seen("evening", "d", lateEvening));
    List<RawRecord> withRows = List.copyOf(fated.records);
    nextDay = fated.add(TEN.plus(Duration.ofDays(1)), seen("later", "c", TEN));
    neverReplayed = fated.add(TEN.plusSeconds(130), seen("hole", "c", TEN.plusSeconds(130)));
    Runs.write(folder.resolve("replayed"), withRows);
    Runs.write(folder.resolve("raw"), fated.records);
    Runs.write(folder.resolve("less"), withRows.subList(0, 1));
    replayed =
        Runs.withDays(
            Runs.of(
                folder.resolve("replayed"),
                Fated.schemas(folder.resolve("schemas")),
                folder.resolve("warehouse")),
            new DayRange(null, DAY.plusDays(1)));
    assertThat(Runs.direct(replayed).residual()).isZero();
  }

  private static Answer ask(Target target, String raw, boolean personal) {
    Explain.Settings settings =
        new Explain.Settings(
            CatalogConfig.embedded(folder.resolve("warehouse")),
            raw == null ? null : folder.resolve(raw),
            personal,
            "http://zipkin/{trace_id}");
    try (Explain explain = Explain.open(settings)) {
      return explain.ask(target, line -> {});
    }
  }

  private static Explanation only(Answer answer) {
    assertThat(answer.records()).hasSize(1);
    return answer.records().get(0);
  }

  private static Explanation explain(Coordinate at) {
    Answer answer = ask(new Target.OfRecord(at), "raw", false);
    Explanation one = only(answer);
    assertThat(one.coordinate()).isEqualTo(at.toString());
    assertThat(answer.isFine()).isEqualTo(one.problems().isEmpty());
    return one;
  }

  @Test
  void tellsAllOfALoadedEvent() {
    Explanation one = explain(second);
    assertThat(one.state()).isEqualTo(State.LOADED);
    assertThat(one.problems()).isEmpty();
    assertThat(one.raw().receivedAt()).isEqualTo(TEN.plusSeconds(60));
    assertThat(one.raw().file()).isEqualTo("received_date=2026-03-02/part-0.parquet");
    assertThat(one.raw().headers()).containsExactly("traceparent", "client", "client");
    assertThat(one.row().table()).isEqualTo(TABLE);
    assertThat(Path.of(one.row().file())).exists();
    assertThat(one.row().commit().writer()).startsWith("replay ");
    assertThat(one.event().eventId()).isEqualTo("two/1/1");
    assertThat(one.event().schemaVersion()).isEqualTo("1-0-0");
    assertThat(one.event().clocks().timestamp()).isEqualTo(TEN.plusSeconds(50));
    assertThat(one.event().session().number()).isEqualTo(2);
    assertThat(one.event().session().isOpen()).isFalse();
    assertThat(one.event().session().rows()).hasSize(1);
    assertThat(one.event().session().before().coordinate()).isEqualTo(first.toString());
    assertThat(one.event().session().after().coordinate()).isEqualTo(third.toString());
    assertThat(one.event().enrichment().profile()).isNull();
    assertThat(one.event().enrichment().geo()).isNull();
    assertThat(one.event().enrichment().device().isFound()).isFalse();
    assertThat(one.trace().link()).isEqualTo("http://zipkin/" + Fated.TRACE);
  }

  @Test
  void namesTheCopiesOfAnEvent() {
    assertThat(explain(first).event().duplicates())
        .containsExactly(new Explanation.Copy(copy.toString(), TEN.plusSeconds(90), 90_000));
  }

  @Test
  void followsACopyOfACopyToTheEventThatWasKept() {
    Explanation one = explain(copyOfCopy);
    assertThat(one.state()).isEqualTo(State.DUPLICATE);
    assertThat(one.says()).isEqualTo("duplicate of " + first + ", received 1 min 40 s after it");
    assertThat(one.duplicate().chain())
        .extracting(Explanation.Copy::coordinate)
        .containsExactly(copy.toString(), first.toString());
    assertThat(one.duplicate().end().table()).isEqualTo(TABLE);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void tellsWhyARecordWasTurnedDown(Reason reason) {
    Explanation one = explain(fated.dead(reason));
    assertThat(one.state()).isEqualTo(State.DEAD_LETTER);
    assertThat(one.deadLetter().reason()).isEqualTo(reason.name());
    assertThat(one.deadLetter().stage()).isEqualTo(reason.stage().name());
    assertThat(one.deadLetter().detail()).isNotEmpty();
    assertThat(one.trace().traceId()).isEqualTo(Fated.TRACE);
    assertThat(one.row().table()).isEqualTo("dead_letters");
    assertThat(one.problems()).isEmpty();
  }

  @Test
  void namesThePointerOfAViolationAndWhoHadAReusedIdBefore() {
    assertThat(explain(fated.dead(Reason.SCHEMA_VIOLATION)).deadLetter().detail())
        .contains("/properties/n");
    assertThat(explain(fated.dead(Reason.EVENT_ID_REUSED)).deadLetter().sameId())
        .extracting(Explanation.Copy::coordinate)
        .containsExactly(first.toString(), copy.toString(), copyOfCopy.toString());
  }

  @Test
  void saysThatASessionIsStillOpen() {
    Explanation.Session session = explain(lastOfDay).event().session();
    assertThat(session.isOpen()).isTrue();
    assertThat(session.isNew()).isTrue();
    assertThat(session.rows()).isEmpty();
    assertThat(session.before()).isNull();
    assertThat(session.after()).isNull();
  }

  @Test
  void tellsAllRecordsOfAnIdTheKeptOneFirst() {
    Answer answer = ask(new Target.OfEvent("one"), "raw", false);
    assertThat(answer.isFine()).isTrue();
    assertThat(answer.records())
        .extracting(Explanation::coordinate)
        .containsExactly(
            first.toString(),
            copy.toString(),
            copyOfCopy.toString(),
            fated.dead(Reason.EVENT_ID_REUSED).toString());
  }

  @Test
  void findsAnIdWithSlashes() {
    assertThat(only(ask(new Target.OfEvent("two/1/1"), null, false)).coordinate())
        .isEqualTo(second.toString());
  }

  @Test
  void findsADeadLetterWhoseIdCouldNotBeRead() {
    assertThat(only(ask(new Target.OfEvent("torn"), "raw", false)).coordinate())
        .isEqualTo(fated.dead(Reason.MALFORMED_JSON).toString());
  }

  @Test
  void opensNoFileThatStatisticsLeaveOut() {
    Answer answer = ask(new Target.OfRecord(new Coordinate(Fated.TOPIC, 0, 999)), "raw", false);
    assertThat(answer.records()).isEmpty();
    assertThat(answer.isFine()).isFalse();
    assertThat(answer.warehouse().filesOpened()).isZero();
    assertThat(answer.warehouse().files()).isPositive();
    assertThat(answer.raw().filesOpened()).isZero();
    assertThat(answer.looked()).anyMatch(line -> line.contains(TABLE));
  }

  @Test
  void seesARecordWithoutARow() {
    Explanation hole = explain(neverReplayed);
    assertThat(hole.state()).isEqualTo(State.MISSING);
    assertThat(hole.problems()).singleElement().asString().contains("a hole", "--from 2026-03-02");
    assertThat(hole.trace().traceId()).isEqualTo(Fated.TRACE);
    assertThat(explain(nextDay).problems()).singleElement().asString().contains("ever replayed");
    assertThat(only(ask(new Target.OfEvent("hole"), "raw", false)).state())
        .isEqualTo(State.MISSING);
  }

  @Test
  void seesARowWithoutItsRecord() {
    Explanation one = only(ask(new Target.OfRecord(second), "less", false));
    assertThat(one.state()).isEqualTo(State.LOADED);
    assertThat(one.problems()).singleElement().asString().contains("no record in the raw store");
  }

  @Test
  void tellsNothingOfARawStoreThatWasNotGiven() {
    Explanation one = only(ask(new Target.OfRecord(second), null, false));
    assertThat(one.raw()).isNull();
    assertThat(one.problems()).isEmpty();
  }

  @Test
  void showsPayloadAndPersonalColumnsOnRequestAlone() {
    Explanation shown = only(ask(new Target.OfRecord(second), "raw", true));
    assertThat(shown.personal())
        .containsEntry("anonymous_id", "c")
        .containsEntry("payload", seen("two/1/1", "c", TEN.plusSeconds(50)));
    Coordinate torn = fated.dead(Reason.MALFORMED_JSON);
    assertThat(only(ask(new Target.OfRecord(torn), null, true)).personal())
        .containsOnlyKeys("payload");
    assertThat(explain(second).personal()).isNull();
  }

  @Test
  void waitsForAStreamThatHasNotCommittedTheTime() throws IOException {
    Path stream = folder.resolve("warehouse/_runs/stream.json");
    Path archive = folder.resolve("raw/_archive.json");
    try {
      Files.writeString(
          stream,
          "{\"stream\":\"s\",\"topics\":[\"events\"],\"state\":\"running\",\"sequence\":1,"
              + "\"committed_through\":\"2026-03-03T00:00:00Z\",\"rebuilt_beyond\":{}}");
      Files.writeString(
          archive,
          "{\"version\":1,\"through\":\"2026-03-03T12:00:00Z\",\"ended\":false,"
              + "\"topics\":{\"events\":{\"0\":"
              + fated.records.size()
              + "}}}");
      Explanation archived = explain(nextDay);
      assertThat(archived.state()).isEqualTo(State.WAITING);
      assertThat(archived.problems()).isEmpty();
      assertThat(explain(new Coordinate(Fated.TOPIC, 0, fated.records.size())).says())
          .contains("not archived yet");
      assertThat(explain(neverReplayed).state()).isEqualTo(State.MISSING);
      assertThat(ask(new Target.OfEvent("nobody"), null, false).looked())
          .anyMatch(line -> line.contains("2026-03-03T00:00:00Z or later"));
    } finally {
      Files.delete(stream);
      Files.delete(archive);
    }
  }

  @Test
  void seesARecordThatHasTwoRows() throws IOException {
    Path twice = folder.resolve("twice");
    Runs.direct(
        new ReplayConfig(
            replayed.raw(),
            replayed.references(),
            CatalogConfig.embedded(twice),
            replayed.days(),
            replayed.rules()));
    appendAgain(CatalogConfig.embedded(twice));
    Explain.Settings settings =
        new Explain.Settings(CatalogConfig.embedded(twice), null, false, "{trace_id}");
    try (Explain explain = Explain.open(settings)) {
      assertThat(only(explain.ask(new Target.OfRecord(second), line -> {})).problems())
          .containsExactly("2 rows for one record: " + TABLE + ", " + TABLE);
    }
  }

  private static void appendAgain(CatalogConfig config) throws IOException {
    Map<String, String> properties = Map.copyOf(config.properties());
    Catalog catalog =
        CatalogUtil.buildIcebergCatalog(CatalogConfig.NAME, properties, new Configuration(false));
    Table table = catalog.loadTable(TableIdentifier.of(config.namespace(), TABLE));
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    for (DataFile file : files) {
      Path other = Path.of(file.location() + ".again.parquet");
      Files.copy(Path.of(file.location()), other);
      table
          .newAppend()
          .appendFile(DataFiles.builder(table.spec()).copy(file).withPath(other.toString()).build())
          .commit();
    }
  }
}

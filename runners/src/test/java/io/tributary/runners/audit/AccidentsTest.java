package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.audit.AuditLake.Rec;
import io.tributary.runners.audit.AuditLake.Session;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quiet week, and an accident on the day after it. */
class AccidentsTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final LocalDate TODAY = FIRST.plusDays(7);
  private static final Instant NOON = TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC);

  @TempDir Path folder;

  private final Map<Integer, Long> offsets = new HashMap<>();
  private final Random random = new Random(20_260_302);

  /** Eight days, about a thousand records each, fewer at night. */
  private List<Rec> quiet() {
    List<Rec> records = new ArrayList<>();
    for (LocalDate day = FIRST; !day.isAfter(TODAY); day = day.plusDays(1)) {
      for (int hour = 0; hour < 24; hour++) {
        int inHour = (hour < 6 ? 10 : 50) + random.nextInt(10);
        for (int i = 0; i < inHour; i++) {
          records.add(record(day.atTime(hour, 59 * i / inHour).toInstant(ZoneOffset.UTC)));
        }
      }
    }
    return records;
  }

  private Rec record(Instant at) {
    int partition = random.nextInt(3);
    long offset = offsets.merge(partition, 1L, Long::sum) - 1;
    int dice = random.nextInt(100);
    String type = dice < 60 ? "page.viewed" : dice < 80 ? "order.completed" : "search.performed";
    Rec record = Rec.loaded(partition, offset, at, type);
    int fate = random.nextInt(100);
    if (fate < 2) {
      return record.duplicate();
    }
    if (fate < 3) {
      return record.dead("MALFORMED_JSON", null);
    }
    int where = random.nextInt(10);
    return record
        .with("geo_country", where < 6 ? "SE" : where < 9 ? "DE" : "US")
        .with("is_bot", random.nextInt(50) == 0)
        .with("is_late", random.nextInt(50) == 0)
        .with("profile_version", at.minus(Duration.ofHours(random.nextInt(20))));
  }

  private static boolean isToday(Rec record) {
    return record.day().equals(TODAY);
  }

  private static boolean isSinceNoon(Rec record) {
    return !record.at().isBefore(NOON);
  }

  private Audit after(UnaryOperator<List<Rec>> accident) {
    Audit audit = Audit.of(new AuditLake(folder).write(accident(accident)).scope());
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.findings()).allMatch(finding -> TODAY.equals(finding.day()));
    return audit;
  }

  /** The week and an accident, in rising offsets without a gap. */
  private List<Rec> accident(UnaryOperator<List<Rec>> accident) {
    Map<Integer, Long> next = new HashMap<>();
    return accident.apply(quiet()).stream()
        .map(one -> one.at(next.merge(one.partition(), 1L, Long::sum) - 1))
        .toList();
  }

  /** Each of today's records changed. */
  private Audit today(UnaryOperator<Rec> accident) {
    return after(
        records -> records.stream().map(one -> isToday(one) ? accident.apply(one) : one).toList());
  }

  private static Finding only(Audit audit, Kind kind) {
    assertThat(audit.findings())
        .filteredOn(finding -> finding.kind() == kind)
        .as("of %s", audit.findings())
        .hasSize(1);
    return audit.findings().stream().filter(finding -> finding.kind() == kind).findFirst().get();
  }

  private static Finding alone(Audit audit, Kind kind) {
    assertThat(audit.findings()).extracting(Finding::kind).containsExactly(kind);
    return audit.findings().get(0);
  }

  @Test
  void findsNothingInAQuietWeek() {
    assertThat(after(records -> records).findings()).isEmpty();
  }

  @Test
  void findsARegistryThatLacksAVersion() {
    String payload = "{\"event_type\":\"order.completed\", \"schema_version\": \"1-2-0\"}";
    Finding found =
        only(
            today(
                one ->
                    one.type() != null && one.type().equals("order.completed") && isSinceNoon(one)
                        ? one.dead("UNKNOWN_SCHEMA_VERSION", one.type()).with("payload", payload)
                        : one),
            Kind.VERSION_MISSING);
    assertThat(found.sentence()).contains("order.completed", "1-2-0", "since 12:00");
    assertThat(found.since()).isEqualTo(NOON);
  }

  @Test
  void findsAProfileStoreThatIsNoLongerRenewed() {
    Instant last = TODAY.minusDays(1).atTime(2, 0).toInstant(ZoneOffset.UTC);
    Finding found =
        alone(
            today(
                one -> {
                  Instant version = (Instant) one.more().get("profile_version");
                  return version == null || version.isBefore(last)
                      ? one
                      : one.with("profile_version", last);
                }),
            Kind.PROFILE_STALE);
    assertThat(found.sentence()).contains("46 hours");
  }

  @Test
  void findsProfilesThatAreGone() {
    Finding found =
        alone(
            today(one -> random.nextInt(3) == 0 ? one.with("profile_version", null) : one),
            Kind.PROFILE_HITS_DROP);
    assertThat(found.observed()).isBetween(0.6, 0.7);
    assertThat(found.expected()).isEqualTo(1);
  }

  @Test
  void findsAClientThatSendsBrokenJsonSinceNoon() {
    Finding found =
        only(
            today(
                one ->
                    one.partition() == 1 && isSinceNoon(one) && random.nextInt(3) > 0
                        ? one.dead("MALFORMED_JSON", null)
                        : one),
            Kind.REJECTS_RISE);
    assertThat(found.subject()).isEqualTo("MALFORMED_JSON");
    assertThat(found.since()).isEqualTo(NOON);
    assertThat(found.sentence()).contains("since 12:00", "partition raw/1");
  }

  @Test
  void findsAStormOfDuplicates() {
    Finding found =
        alone(
            after(
                records -> {
                  List<Rec> all = new ArrayList<>(records);
                  for (int i = 0; i < 500; i++) {
                    all.add(record(NOON.plusSeconds(10L * i)).duplicate());
                  }
                  return all;
                }),
            Kind.DUPLICATES_RISE);
    assertThat(found.observed()).isGreaterThan(500);
    assertThat(found.since()).isEqualTo(NOON);
  }

  @Test
  void findsClocksThatAreOff() {
    Finding ahead =
        alone(
            today(
                one ->
                    random.nextInt(5) == 0
                        ? one.with("original_timestamp", one.at().plusSeconds(7200))
                        : one),
            Kind.CLOCKS_OFF);
    assertThat(ahead.observed()).isBetween(0.15, 0.25);
  }

  @Test
  void findsClocksThatAreFarOff() {
    Finding rejected =
        only(
            today(
                one ->
                    random.nextInt(5) == 0
                        ? one.dead("TIMESTAMP_OUT_OF_RANGE", "page.viewed")
                        : one),
            Kind.CLOCKS_OFF);
    assertThat(rejected.subject()).isEqualTo("TIMESTAMP_OUT_OF_RANGE");
  }

  @Test
  void findsAGeoDatabaseThatLostItsCountries() {
    Finding found = alone(today(one -> one.with("geo_country", null)), Kind.COUNTRY_HITS_DROP);
    assertThat(found.observed()).isZero();
  }

  @Test
  void findsAGeoDatabaseThatLostOneCountry() {
    Finding found =
        alone(
            today(
                one ->
                    "US".equals(one.more().get("geo_country"))
                        ? one.with("geo_country", "CA")
                        : one),
            Kind.COUNTRY_VANISHED);
    assertThat(found.subject()).isEqualTo("US");
  }

  @Test
  void findsAPartitionThatStalled() {
    Finding found =
        alone(
            after(
                records ->
                    records.stream()
                        .filter(one -> !(one.partition() == 2 && isSinceNoon(one)))
                        .toList()),
            Kind.PARTITION_STALLED);
    assertThat(found.subject()).isEqualTo("raw/2");
    assertThat(found.since()).isEqualTo(NOON);
  }

  @Test
  void findsATypeThatWasRenamed() {
    Finding found =
        alone(
            today(
                one ->
                    "order.completed".equals(one.type())
                        ? one.dead("UNKNOWN_EVENT_TYPE", "order.placed")
                        : one),
            Kind.TYPE_RENAMED);
    assertThat(found.subject()).isEqualTo("order.completed");
    assertThat(found.sentence()).contains("order.placed");
  }

  @Test
  void findsATypeThatIsGone() {
    Finding found =
        alone(
            after(
                records ->
                    records.stream()
                        .filter(one -> !("search.performed".equals(one.type()) && isSinceNoon(one)))
                        .toList()),
            Kind.TYPE_VANISHED);
    assertThat(found.since()).isEqualTo(NOON);
  }

  @Test
  void findsAHalfEmptyDay() {
    Finding found =
        alone(
            after(records -> records.stream().filter(one -> !isSinceNoon(one)).toList()),
            Kind.HOURS_EMPTY);
    assertThat(found.sentence()).contains("from 12:00 to 24:00");
    assertThat(found.expected()).isBetween(500.0, 800.0);
  }

  @Test
  void findsADayWithFarFewerEvents() {
    Finding found =
        alone(
            after(
                records ->
                    records.stream()
                        .filter(one -> !isToday(one) || random.nextInt(5) < 3)
                        .toList()),
            Kind.VOLUME_DROP);
    assertThat(found.subject()).isNull();
    assertThat(found.observed() / found.expected()).isBetween(0.5, 0.7);
  }

  @Test
  void findsBots() {
    Finding found =
        alone(
            today(one -> random.nextInt(4) == 0 ? one.with("is_bot", true) : one), Kind.BOTS_RISE);
    assertThat(found.observed()).isBetween(0.2, 0.35);
  }

  @Test
  void findsAClientThatIsLouderThanAllOthers() {
    AuditLake lake = new AuditLake(folder).write(quiet());
    List<Session> sessions = new ArrayList<>(List.of(new Session("loud", "a:bot", 1, NOON, 900)));
    for (LocalDate day = FIRST; !day.isAfter(TODAY); day = day.plusDays(1)) {
      for (int client = 0; client < 50; client++) {
        Instant closed = day.atTime(12, client).toInstant(ZoneOffset.UTC);
        sessions.add(new Session(day + "-" + client, "a:" + client, 1, closed, 20));
      }
    }
    lake.sessions(sessions);
    Finding found = only(Audit.of(lake.scope()), Kind.LOUD_CLIENT);
    assertThat(found.day()).isEqualTo(TODAY);
    assertThat(found.sentence()).contains("loud", "900").doesNotContain("a:bot");
  }

  @Test
  void findsEventsThatComeLate() {
    Finding found =
        alone(
            today(one -> random.nextInt(4) == 0 ? one.with("is_late", true) : one), Kind.LATE_RISE);
    assertThat(found.observed()).isBetween(0.2, 0.35);
  }

  @Test
  void findsALag() {
    Finding found =
        alone(
            today(
                one ->
                    one.with("timestamp", one.at().minusSeconds(300))
                        .with("original_timestamp", one.at().minusSeconds(300))),
            Kind.LAG_RISE);
    assertThat(found.observed()).isBetween(300_000.0, 330_000.0);
  }

  @Test
  void comparesAnAuditedDayWithTheDaysBeforeIt() {
    AuditLake lake = new AuditLake(folder);
    lake.write(
        quiet().stream().map(one -> isToday(one) ? one.with("geo_country", null) : one).toList());
    Audit audit = Audit.of(lake.scope().withDays(new DayRange(TODAY, TODAY.plusDays(1))));
    assertThat(audit.ledger().days()).hasSize(1);
    assertThat(alone(audit, Kind.COUNTRY_HITS_DROP).sentence()).contains("7 days before");
    Audit dayBefore = Audit.of(lake.scope().withDays(new DayRange(FIRST, TODAY)));
    assertThat(dayBefore.findings()).isEmpty();
  }

  @Test
  void doesNotTakeAStreamsUnfinishedDayForEmpty() throws IOException {
    AuditLake lake =
        new AuditLake(folder)
            .write(accident(records -> records.stream().filter(one -> !isSinceNoon(one)).toList()));
    Files.writeString(
        lake.raw().resolve("_archive.json"),
        "{\"version\":1,\"through\":\"" + NOON + "\",\"ended\":false,\"topics\":{}}");
    assertThat(Audit.of(lake.scope()).findings()).isEmpty();
  }

  @Test
  void takesTheRestOfTheDataForTheirEnd() {
    AuditLake lake =
        new AuditLake(folder)
            .write(
                accident(
                    records ->
                        records.stream()
                            .filter(one -> !isToday(one) || random.nextInt(40) == 0)
                            .toList()));
    assertThat(alone(Audit.of(lake.scope()), Kind.DATA_END).severity())
        .isEqualTo(Finding.Severity.NOTE);
  }
}

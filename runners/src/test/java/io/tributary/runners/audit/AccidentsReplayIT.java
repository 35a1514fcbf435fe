package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Runs;
import io.tributary.runners.audit.Finding.Kind;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six accidents of one day, from raw records through a replay to what the audit says of them. */
class AccidentsReplayIT {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final LocalDate TODAY = FIRST.plusDays(5);
  private static final Instant NOON = TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
  private static final String PHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
          + " Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
  private static final String BOT =
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

  @TempDir static Path folder;
  private static Audit audit;

  private static final class Log {
    private final List<RawRecord> records = new ArrayList<>();
    private final Map<Integer, Long> offsets = new HashMap<>();

    void add(int partition, Instant at, String payload) {
      long offset = offsets.merge(partition, 1L, Long::sum) - 1;
      records.add(
          new RawRecord(
              new Coordinate("raw", partition, offset),
              at.toEpochMilli(),
              null,
              List.of(),
              payload.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** One event a minute and type, of sixty clients. */
  @BeforeAll
  static void replayOnce() throws IOException {
    Log log = new Log();
    for (LocalDate day = FIRST; !day.isAfter(TODAY); day = day.plusDays(1)) {
      for (int minute = 0; minute < 1440; minute++) {
        minute(log, day.atStartOfDay().plusMinutes(minute).toInstant(ZoneOffset.UTC), minute);
      }
    }
    Runs.write(folder.resolve("raw"), log.records);
    for (String type : List.of("page.viewed", "order.completed", "search.performed")) {
      Runs.schema(folder.resolve("schemas"), type, "{}");
    }
    Runs.flink(
        Runs.of(folder.resolve("raw"), folder.resolve("schemas"), folder.resolve("warehouse")), 2);
    audit =
        Audit.of(
            AuditScope.of(
                folder.resolve("raw"), CatalogConfig.embedded(folder.resolve("warehouse"))));
  }

  private static void minute(Log log, Instant at, int minute) {
    boolean isToday = !at.isBefore(TODAY.atStartOfDay().toInstant(ZoneOffset.UTC));
    boolean isSinceNoon = !at.isBefore(NOON);
    int client = minute % 60;
    String agent = isToday && minute % 4 == 0 ? BOT : PHONE;
    Instant clock = isToday && minute % 10 == 1 ? at.plusSeconds(3 * 86_400) : at;
    log.add(client % 3, at, event("page.viewed", "", client, clock, at, agent));
    String version = isSinceNoon ? ",\"schema_version\":\"1-1-0\"" : "";
    log.add(client % 3, at, event("order.completed", version, client, at, at, PHONE));
    String search = isToday ? "search.done" : "search.performed";
    log.add(client % 3, at, event(search, "", client, at, at, PHONE));
    if (isSinceNoon && minute % 3 == 0) {
      log.add(2, at, event("page.viewed", "", 99, at, at, PHONE).substring(0, 60));
    }
    if (isSinceNoon && minute % 2 == 0) {
      log.add(1, at, event("page.viewed", "", 77, NOON, NOON, PHONE));
    }
  }

  private static String event(
      String type, String more, int client, Instant clock, Instant at, String agent) {
    return "{\"event_id\":\""
        + type
        + at
        + "\",\"event_type\":\""
        + type
        + "\""
        + more
        + ",\"anonymous_id\":\"c"
        + client
        + "\",\"timestamp\":\""
        + clock
        + "\",\"user_agent\":\""
        + agent
        + "\"}";
  }

  private static Finding only(Kind kind) {
    assertThat(audit.findings())
        .filteredOn(finding -> finding.kind() == kind)
        .as("of %s", audit.findings())
        .hasSize(1);
    return audit.findings().stream().filter(finding -> finding.kind() == kind).findFirst().get();
  }

  @Test
  void provesThatNothingIsLostByTheAccidents() {
    assertThat(audit.isConserved()).isTrue();
    assertThat(audit.ledger().residual()).isZero();
    assertThat(audit.sessions().agrees()).isTrue();
    assertThat(audit.findings()).allMatch(finding -> finding.day().equals(TODAY));
  }

  @Test
  void pointsAtTheVersionThatTheRegistryLacks() {
    Finding found = only(Kind.VERSION_MISSING);
    assertThat(found.since()).isEqualTo(NOON);
    assertThat(found.observed()).isEqualTo(720);
    assertThat(found.sentence()).contains("order.completed", "1-1-0");
  }

  @Test
  void pointsAtTheClientWithBrokenJson() {
    Finding found = only(Kind.REJECTS_RISE);
    assertThat(found.subject()).isEqualTo("MALFORMED_JSON");
    assertThat(found.since()).isEqualTo(NOON);
    assertThat(found.sentence()).contains("partition raw/2");
  }

  @Test
  void pointsAtTheStormOfDuplicates() {
    Finding found = only(Kind.DUPLICATES_RISE);
    assertThat(found.subject()).isEqualTo("page.viewed");
    assertThat(found.observed()).isEqualTo(359);
  }

  @Test
  void pointsAtTheTypeThatWasRenamed() {
    Finding found = only(Kind.TYPE_RENAMED);
    assertThat(found.subject()).isEqualTo("search.performed");
    assertThat(found.sentence()).contains("search.done");
  }

  @Test
  void pointsAtTheBots() {
    assertThat(only(Kind.BOTS_RISE).observed()).isGreaterThan(0.1);
  }

  @Test
  void pointsAtTheClocks() {
    assertThat(only(Kind.CLOCKS_OFF).observed()).isEqualTo(144);
  }
}

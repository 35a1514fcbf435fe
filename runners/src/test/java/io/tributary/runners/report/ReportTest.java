package io.tributary.runners.report;

import static io.tributary.runners.report.ReportLake.event;
import static io.tributary.runners.report.ReportLake.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.runners.query.Queries;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @TempDir Path folder;

  private ReportLake lake() {
    return new ReportLake(folder.resolve("warehouse"));
  }

  private ReportLake fewRows() {
    return lake().fewRows();
  }

  @Test
  void countsByHourAndTypeWithEveryHourBetween() {
    ReportPage page = ReportPage.of(fewRows());
    assertThat(page.rows("events"))
        .containsExactly("2026-03-02 10:00|2|0", "2026-03-02 11:00|0|0", "2026-03-02 12:00|1|1");
    assertThat(page.rows("types"))
        .containsExactly("page.viewed|3|0.75|0.333333", "order.completed|1|0.25|0");
    assertThat(page.rows("late").get(0)).isEqualTo("2026-03-02 10:00|0.5|1|2");
    assertThat(page.rows("late").get(1)).isEqualTo("2026-03-02 11:00|null|0|0");
    assertThat(page.rows("bots").get(2)).isEqualTo("2026-03-02 12:00|0.5|1|2");
    assertThat(page.rows("rejects").get(0)).isEqualTo("2026-03-02 10:00|1");
    assertThat(page.rows("duplicates").get(2)).isEqualTo("2026-03-02 12:00|1|0.333333");
  }

  @Test
  void leavesBotsOutOfClientsAndCountries() {
    ReportPage page = ReportPage.of(fewRows());
    assertThat(page.rows("clients")).containsExactly("2026-03-02|2|6|4");
    assertThat(page.rows("countries"))
        .containsExactly("Sweden|2|0.666667|2", "Unknown|1|0.333333|1");
    assertThat(page.rows("devices")).containsExactly("phone|3|1|2");
  }

  @Test
  void countsTheLatestRevisionOfASessionOnTheDayThatItClosed() {
    ReportPage page = ReportPage.of(fewRows());
    assertThat(page.rows("sessions-by-day"))
        .containsExactly("2026-03-02|1|90|2", "2026-03-03|1|0|2");
    assertThat(page.rows("lengths"))
        .startsWith("Under 1 second|1|0.5", "1 to 60 seconds|0|0", "1 to 5 minutes|1|0.5");
  }

  @Test
  void drawsTheLedgerFromRawToEveryEnd() {
    assertThat(ReportPage.of(fewRows()).rows("flow"))
        .containsExactly(
            "Raw records|Valid|5",
            "Raw records|Invalid|1",
            "Valid|events_page_viewed|3",
            "Valid|events_order_completed|1",
            "Valid|Duplicates|1",
            "Invalid|Dead letter: MALFORMED_JSON|1");
  }

  @Test
  void measuresFromTheEventToItsReceipt() {
    ReportLake lake = lake();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      rows.add(
          event(
              "a",
              "2026-03-02T10:00:00Z",
              "c" + i,
              "timestamp",
              Instant.parse("2026-03-02T10:00:00Z").minusSeconds(i)));
    }
    assertThat(ReportPage.of(lake.append("events_a", rows)).rows("lag"))
        .containsExactly("2026-03-02 10:00|50.5|95.05|99.01");
  }

  @Test
  void itsNumbersAreThoseOfSql() {
    ReportLake lake = lake();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String time = "2026-03-%02dT%02d:30:00Z".formatted(1 + i % 7, i * 7 % 24);
      rows.add(event("type." + i % 13, time, "c" + i % 41, "is_late", i % 9 == 0));
    }
    ReportPage page = ReportPage.of(lake.append("events_a", rows));
    try (Queries queries = Queries.open(lake.config())) {
      List<String> clients =
          queries.rows(
              "SELECT strftime(received_at, '%Y-%m-%d'), count(DISTINCT anonymous_id), count(*),"
                  + " count(*) FROM events_a GROUP BY 1 ORDER BY 1",
              row ->
                  row.getString(1)
                      + "|"
                      + row.getLong(2)
                      + "|"
                      + row.getLong(3)
                      + "|"
                      + row.getLong(4));
      assertThat(page.rows("clients")).isEqualTo(clients);
      Map<String, Long> late = new TreeMap<>();
      queries
          .rows(
              "SELECT strftime(received_at, '%Y-%m-%d %H:00'), count(*) FROM events_a"
                  + " WHERE is_late GROUP BY 1",
              row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(entry -> late.put(entry.getKey(), entry.getValue()));
      page.chart("late")
          .get("rows")
          .forEach(
              row ->
                  assertThat(row.get(2).asLong())
                      .as(row.get(0).asText())
                      .isEqualTo(late.getOrDefault(row.get(0).asText(), 0L)));
    }
    assertThat(page.chart("events").get("columns")).hasSize(1 + 9);
    assertThat(page.chart("events").get("columns").get(9).get("name").asText())
        .isEqualTo("5 others");
    long all = 0;
    for (JsonNode row : page.chart("events").get("rows")) {
      for (int i = 1; i < row.size(); i++) {
        all += row.get(i).asLong();
      }
    }
    assertThat(all).isEqualTo(500);
  }

  @Test
  void aWarehouseWithoutRowsHasAPageThatSaysSo() {
    ReportPage page = ReportPage.of(lake().tables());
    assertThat(page.today()).contains("The warehouse holds no record");
    assertThat(page.charts()).isEmpty();
  }

  @Test
  void aWarehouseWithoutTablesHasOneToo() {
    assertThat(ReportPage.of(lake()).today()).contains("The warehouse holds no record");
  }

  @Test
  void whatThereIsNotIsSaidInPlaceOfADrawing() {
    ReportPage page =
        ReportPage.of(lake().append("events_a", event("a", "2026-03-02T10:00:00Z", "c")));
    assertThat(page.figure("rejects")).contains("No record was rejected");
    assertThat(page.figure("duplicates")).contains("No record came twice");
    assertThat(page.figure("sessions-by-day")).contains("No session closed");
    assertThat(page.document().select("figure.none [role=img]")).isEmpty();
  }

  @Test
  void rejectsAloneAreAPageToo() {
    ReportPage page =
        ReportPage.of(
            lake().tables().append("dead_letters", rejected("TOO_LARGE", "2026-03-02T10:00:00Z")));
    assertThat(page.figure("events")).contains("No event in these days");
    assertThat(page.rows("rejects")).containsExactly("2026-03-02 10:00|1");
    assertThat(page.today()).contains("Daily active clients on 2026-03-02: 0.");
  }

  @Test
  void oneDayHasNothingToCompareWith() {
    ReportLake lake = fewRows();
    assertThat(ReportPage.of(lake).today())
        .contains("Daily active clients on 2026-03-02: 2. There is no day before it")
        .contains("Not checked against the raw store");
    ReportScope scope = ReportScope.of(lake.config(), null);
    assertThat(ReportPage.of(scope, ReportPage.clock("2026-03-02T00:45:00Z")).today())
        .contains("Daily active clients on 2026-03-02: 2. There is no day before it");
  }

  @Test
  void aDayThatIsNotOverIsComparedUpToItsLastFullHour() {
    ReportLake lake = lake();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int day = 1; day <= 4; day++) {
      for (int hour = 0; hour < 24 && (day < 4 || hour < 10); hour++) {
        String time = "2026-03-%02dT%02d:30:00Z".formatted(day, hour);
        rows.add(event("a", time, "c" + day + "-" + hour));
      }
    }
    lake.append("events_a", rows);
    ReportScope scope = ReportScope.of(lake.config(), null);
    assertThat(ReportPage.of(scope, ReportPage.clock("2026-03-04T10:45:00Z")).today())
        .contains(
            "on 2026-03-04 until 10:00 UTC: 10, the same as the median of the 3 days before.");
    assertThat(ReportPage.of(scope, ReportPage.LATER).today())
        .contains("on 2026-03-04: 10, 58.3 % below the median of the 3 days before.");
  }

  @Test
  void looksAtTheLastFourWeeksUnlessToldOtherwise() {
    ReportLake lake =
        lake()
            .append(
                "events_a",
                event("a", "2026-01-01T10:00:00Z", "old"),
                event("a", "2026-03-02T10:00:00Z", "new"));
    assertThat(ReportPage.of(lake).rows("types")).containsExactly("a|1|1|0");
    ReportPage all =
        ReportPage.of(
            new ReportScope(
                lake.config(), null, new DayRange(LocalDate.of(2026, 1, 1), null), "500MB"),
            ReportPage.LATER);
    assertThat(all.rows("types")).containsExactly("a|2|1|0");
    assertThat(all.rows("events")).hasSize(61).startsWith("2026-01-01|1");
    ReportPage before =
        ReportPage.of(
            new ReportScope(
                lake.config(), null, new DayRange(null, LocalDate.of(2026, 3, 2)), "500MB"),
            ReportPage.LATER);
    assertThat(before.rows("events")).containsExactly("2026-01-01 10:00|1");
  }
}

package io.tributary.runners.report;

import static io.tributary.runners.report.ReportLake.event;
import static io.tributary.runners.report.ReportLake.rejected;
import static io.tributary.runners.report.ReportLake.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

  @TempDir Path folder;

  private ReportLake lake() {
    return new ReportLake(folder.resolve("warehouse"));
  }

  private ReportLake fewRows() {
    return lake().fewRows();
  }

  @Test
  void theTablesOnThePageHoldWhatTheChartsHold() {
    ReportPage page = ReportPage.of(fewRows());
    page.charts()
        .forEach(
            chart -> {
              Element figure =
                  page.document()
                      .selectFirst(
                          "figure[aria-labelledby=" + chart.get("id").asText() + "-title]");
              assertThat(figure.select("tbody tr")).hasSize(chart.get("rows").size());
              assertThat(figure.select("thead th")).hasSize(chart.get("columns").size());
            });
    assertThat(page.figure("types")).contains("page.viewed 3 75.0 % 33.3 %");
  }

  @Test
  void loadsNothing() {
    ReportPage page = ReportPage.of(fewRows());
    assertThat(page.document().select("[src], link, iframe, object, embed, img, base, form"))
        .isEmpty();
    assertThat(page.document().select("a[href]"))
        .allSatisfy(link -> assertThat(link.attr("href")).startsWith("#"));
    assertThat(page.document().select("style").html()).doesNotContain("url(", "@import");
    assertThat(page.document().select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; script-src 'sha256-")
        .doesNotContain("http", "'unsafe-eval'");
    assertThat(page.html().length()).isLessThan(2_000_000);
  }

  @Test
  void saysEveryDrawingInWords() {
    ReportPage page = ReportPage.of(fewRows());
    assertThat(page.document().select("html").attr("lang")).isEqualTo("en");
    assertThat(page.document().select("h1")).hasSize(1);
    assertThat(page.document().select("[role=img]"))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            drawing -> {
              assertThat(page.document().getElementById(drawing.attr("aria-labelledby")).text())
                  .isNotBlank();
              assertThat(page.document().getElementById(drawing.attr("aria-describedby")).text())
                  .isNotBlank();
              assertThat(drawing.parent().select("details table caption").text()).isNotBlank();
            });
    assertThat(page.document().text()).doesNotContain("%s", "NaN", "null", "${");
  }

  @Test
  void namesFromTablesDoNoHarm() {
    String hostile = "</script ><img src=x onerror=alert(1)>";
    ReportPage page =
        ReportPage.of(
            lake()
                .append(
                    "events_a",
                    event(hostile, "2026-03-02T10:00:00Z", "a", "geo_country", "<b>\"'&"),
                    event(
                        "\u202Egnp\u0000${data}",
                        "2026-03-02T10:00:00Z",
                        "a",
                        "browser_name",
                        "<!--<script>",
                        "os_name",
                        "x".repeat(10_000)))
                .append("dead_letters", rejected("-->" + hostile, "2026-03-02T10:00:00Z"))
                .append("dead_letters", rejected("Raw records", "2026-03-02T10:00:00Z")));
    assertThat(page.document().select("img, [onerror], td b, th b")).isEmpty();
    assertThat(page.document().select("script")).hasSize(3);
    assertThat(page.html()).doesNotContain(hostile, "\u202E", "\u0000");
    assertThat(page.rows("types"))
        .anySatisfy(row -> assertThat(row).startsWith(hostile + "|"))
        .anySatisfy(row -> assertThat(row).startsWith("\uFFFDgnp\uFFFD${data}|"));
    assertThat(page.rows("systems"))
        .anySatisfy(row -> assertThat(row).startsWith("x".repeat(60) + "...|"));
    assertThat(page.rows("flow")).contains("Invalid|Dead letter: Raw records|1");
  }

  @Test
  void namesNobody() {
    ReportPage page =
        ReportPage.of(
            lake()
                .append(
                    "events_a",
                    event("a", "2026-03-02T10:00:00Z", "client-7311"),
                    event("a", "2026-03-02T10:00:00Z", null, "user_id", "user-7312"))
                .append("sessions", session("session-7313", 1, "2026-03-02T11:00:00Z", 3)));
    assertThat(page.html())
        .doesNotContain("client-7311", "user-7312", "session-7313", folder.toString());
    assertThat(page.rows("clients")).containsExactly("2026-03-02|2|2|2");
  }

  @Test
  void theNamespaceIsNamedWhereItIsAnother() {
    CatalogConfig config =
        CatalogConfig.embedded(folder.resolve("warehouse")).with("shop", Map.of());
    new ReportLake(config).append("events_a", event("a", "2026-03-02T10:00:00Z", "c"));
    assertThat(ReportPage.of(ReportScope.of(config, null), ReportPage.LATER).document().title())
        .isEqualTo("Tributary report: warehouse, shop");
  }
}

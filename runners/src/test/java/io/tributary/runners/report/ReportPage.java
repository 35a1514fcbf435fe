package io.tributary.runners.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A report as a browser reads it. */
record ReportPage(String html, Document document, JsonNode charts) {

  /** Long after all test data. */
  static final Clock LATER = clock("2026-06-01T12:00:00Z");

  static Clock clock(String now) {
    return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
  }

  static ReportPage of(ReportLake lake) {
    return of(ReportScope.of(lake.config(), null), LATER);
  }

  static ReportPage of(ReportScope scope, Clock clock) {
    return of(Report.of(scope, clock).html());
  }

  static ReportPage of(String html) {
    Document document = Jsoup.parse(html);
    try {
      return new ReportPage(
          html, document, new ObjectMapper().readTree(document.getElementById("data").data()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode chart(String id) {
    for (JsonNode chart : charts) {
      if (chart.get("id").asText().equals(id)) {
        return chart;
      }
    }
    throw new IllegalArgumentException("No chart " + id);
  }

  /** The rows of a chart, their cells parted by bars. */
  List<String> rows(String id) {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : chart(id).get("rows")) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.asText()));
      rows.add(String.join("|", cells));
    }
    return rows;
  }

  /** The words of a chart's figure. */
  String figure(String id) {
    return document.select("figure[aria-labelledby=" + id + "-title]").text();
  }

  String today() {
    return document.getElementById("today").text();
  }
}

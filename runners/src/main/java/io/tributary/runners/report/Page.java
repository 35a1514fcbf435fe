package io.tributary.runners.report;

import static io.tributary.runners.report.Html.text;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.audit.Audit;
import io.tributary.runners.audit.Finding;
import io.tributary.runners.audit.Finding.Severity;
import io.tributary.runners.report.Headline.Tile;
import io.tributary.runners.report.Headline.Tone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTML document. Its policy lets a browser run the two scripts that stand in it and nothing
 * else, and load nothing, so that a name out of a table can do no harm even where it were not
 * escaped.
 */
final class Page {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z]+)}");

  private static final String LIBRARY = "echarts/echarts.min.js";

  private final Map<String, String> places;

  private Page(Map<String, String> places) {
    this.places = places;
  }

  static Page of(
      ReportScope scope,
      Instant now,
      FactsReader.Range range,
      Headline headline,
      Audit audit,
      List<Section> sections) {
    return page(
        scope,
        range(range) + " Made " + minute(now) + " UTC.",
        headline(headline) + findings(audit, headline),
        sections);
  }

  /** The page of a warehouse without records. */
  static Page empty(ReportScope scope, Instant now, Audit audit) {
    String missing =
        audit == null || audit.isConserved()
            ? ""
            : "<p>The raw store holds "
                + Numbers.count(audit.ledger().raw(), "record")
                + " that the tables have not.</p>\n";
    return page(
        scope,
        "Made " + minute(now) + " UTC.",
        "<div class=\"headline "
            + (missing.isEmpty() ? Tone.LOOK : Tone.BAD)
            + "\"><p class=\"verdict\">The warehouse holds no record in these days ("
            + text(scope.days().toString())
            + ")</p>\n"
            + missing
            + "</div>\n",
        List.of());
  }

  private static Page page(ReportScope scope, String range, String top, List<Section> sections) {
    StringBuilder body = new StringBuilder();
    StringBuilder contents = new StringBuilder();
    for (Section section : sections) {
      body.append(Html.section(section));
      contents.append(
          "<li><a href=\"#%s\">%s</a></li>\n".formatted(section.id(), text(section.title())));
    }
    String library = resource(LIBRARY);
    String script = resource("report.js");
    Map<String, String> places = new HashMap<>();
    places.put("name", text(Labels.of(name(scope))));
    places.put("range", text(range));
    places.put("top", top);
    places.put("contents", contents.toString());
    places.put("sections", body.toString());
    places.put("style", resource("report.css"));
    places.put("data", ChartJson.of(sections));
    places.put("library", library);
    places.put("script", script);
    places.put("hashes", hash(library) + " " + hash(script));
    places.put("notice", resource("echarts/NOTICE") + "\n" + resource("echarts/LICENSE-d3"));
    return new Page(places);
  }

  /** The folder's own name: the path to it may tell who made the page. */
  private static String name(ReportScope scope) {
    Path folder = Path.of(scope.warehouse().folder()).getFileName();
    String namespace = scope.warehouse().namespace();
    return namespace.equals(CatalogConfig.DEFAULT_NAMESPACE)
        ? String.valueOf(folder)
        : folder + ", " + namespace;
  }

  private static String range(FactsReader.Range range) {
    Timeline timeline = range.timeline();
    String days =
        timeline.firstDay().equals(timeline.lastDay())
            ? timeline.firstDay().toString()
            : timeline.firstDay() + " to " + timeline.lastDay();
    return "%s (UTC), by the time of receipt%s. Newest record: in the %s of %s."
        .formatted(
            days,
            range.isCut() ? "; earlier days are there, ask with --from" : "",
            timeline.unit(),
            timeline.label(timeline.last().toEpochMilli()));
  }

  private static String minute(Instant now) {
    return now.truncatedTo(ChronoUnit.MINUTES).toString().substring(0, 16).replace('T', ' ');
  }

  private static String headline(Headline headline) {
    StringBuilder out = new StringBuilder();
    out.append(
        "<div class=\"headline %s\">\n<p class=\"verdict\">%s</p>\n"
            .formatted(headline.tone(), text(headline.verdict())));
    headline
        .sentences()
        .forEach(sentence -> out.append("<p>").append(text(sentence)).append("</p>\n"));
    out.append("</div>\n<dl class=\"tiles\" aria-label=\"Numbers of the day\">\n");
    for (Tile tile : headline.tiles()) {
      out.append(
          "<div><dt>%s</dt><dd class=\"value\">%s</dd><dd>%s</dd></div>\n"
              .formatted(text(tile.name()), text(tile.value()), text(tile.comparison())));
    }
    return out.append("</dl>\n").toString();
  }

  private static String findings(Audit audit, Headline headline) {
    StringBuilder out = new StringBuilder("<h2 id=\"findings\">Out of line</h2>\n");
    if (audit == null) {
      return out.append("<p>Not looked for: that takes the raw store (--raw).</p>\n").toString();
    }
    List<Finding> today =
        audit.findings().stream()
            .filter(finding -> finding.day() == null || !finding.day().isBefore(headline.day()))
            .toList();
    List<Finding> earlier =
        audit.findings().stream().filter(finding -> !today.contains(finding)).toList();
    out.append(
        today.isEmpty() ? "<p>Nothing on " + headline.day() + ".</p>\n" : list(today, false));
    if (!earlier.isEmpty()) {
      out.append("<details><summary>")
          .append(Numbers.count(earlier.size(), "finding"))
          .append(" of earlier days</summary>\n")
          .append(list(earlier, true))
          .append("</details>\n");
    }
    return out.toString();
  }

  private static String list(List<Finding> findings, boolean daysNamed) {
    StringBuilder out = new StringBuilder("<ul class=\"findings\">\n");
    for (Finding finding : findings) {
      out.append(
          "<li class=\"%s\"><b>%s</b> %s%s.</li>\n"
              .formatted(
                  finding.severity(),
                  finding.severity() == Severity.WARNING ? "Warning" : "Note",
                  daysNamed && finding.day() != null ? finding.day() + ": " : "",
                  text(finding.sentence())));
    }
    return out.append("</ul>\n").toString();
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The build has not put " + name + " beside the classes; run mvn process-resources");
      }
      // a browser hashes a script with line feeds
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  String html() {
    return PLACE
        .matcher(resource("report.html"))
        .replaceAll(place -> Matcher.quoteReplacement(places.get(place.group(1))));
  }
}

package io.tributary.runners.report;

import io.tributary.runners.report.Chart.Column;
import io.tributary.runners.report.Chart.Kind;
import java.util.List;
import java.util.Locale;

/** Pieces of the page, every text from outside escaped. */
final class Html {

  private Html() {}

  /** Text as it may stand between tags and in quoted attributes. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** A section with its charts. */
  static String section(Section section) {
    StringBuilder out = new StringBuilder();
    out.append("<section id=\"%1$s\" aria-labelledby=\"%1$s-title\">\n".formatted(section.id()))
        .append("<h2 id=\"%s-title\">%s</h2>\n".formatted(section.id(), text(section.title())))
        .append(
            "<p class=\"lead\">%s</p>\n<div class=\"charts\">\n".formatted(text(section.lead())));
    section.charts().forEach(chart -> out.append(chart(chart)));
    return out.append("</div>\n</section>\n").toString();
  }

  /** A chart's place, its words and its numbers. */
  private static String chart(Chart chart) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <figure class="chart %2$s" aria-labelledby="%1$s-title">
        <h3 id="%1$s-title">%3$s</h3>
        <p id="%1$s-summary">%4$s</p>
        """
            .formatted(chart.id(), shape(chart), text(chart.title()), text(chart.summary())));
    if (chart.hasRows()) {
      out.append(
          """
          <div class="drawing" id="%1$s" role="img" aria-labelledby="%1$s-title" \
          aria-describedby="%1$s-summary"></div>
          <details><summary>Numbers of this chart<span class="unseen">: %2$s</span></summary>
          <div class="scroll" tabindex="0" role="region" aria-label="%2$s">
          """
              .formatted(chart.id(), text(chart.title())));
      out.append(table(chart)).append("</div>\n</details>\n");
    }
    return out.append("</figure>\n").toString();
  }

  private static String shape(Chart chart) {
    if (!chart.hasRows()) {
      return "none";
    }
    return chart.shape().name().toLowerCase(Locale.ROOT) + (chart.spansPage() ? " wide" : "");
  }

  private static String table(Chart chart) {
    StringBuilder out = new StringBuilder("<table>\n<caption class=\"unseen\">");
    out.append(text(chart.title())).append("</caption>\n<thead><tr>");
    for (Column column : chart.columns()) {
      out.append("<th scope=\"col\"%s>%s</th>".formatted(align(column), text(column.name())));
    }
    out.append("</tr></thead>\n<tbody>\n");
    for (List<Object> row : chart.rows()) {
      out.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        Column column = chart.columns().get(i);
        String value = text(value(column.kind(), row.get(i)));
        out.append(
            i == 0
                ? "<th scope=\"row\">" + value + "</th>"
                : "<td" + align(column) + ">" + value + "</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody>\n</table>\n").toString();
  }

  private static String align(Column column) {
    return column.kind() == Kind.TEXT ? " class=\"t\"" : "";
  }

  private static String value(Kind kind, Object value) {
    if (value == null) {
      return "-";
    }
    return switch (kind) {
      case TEXT -> value.toString();
      case COUNT -> count((Number) value);
      case SHARE -> Numbers.share(((Number) value).doubleValue());
      case SECONDS -> Numbers.seconds(((Number) value).doubleValue());
    };
  }

  private static String count(Number value) {
    double number = value.doubleValue();
    return number == Math.rint(number)
        ? Numbers.count(value.longValue())
        : String.format(Locale.ROOT, "%,.1f", number);
  }
}

package io.tributary.runners.report;

import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.runners.audit.Audit;
import io.tributary.runners.audit.AuditFailed;
import io.tributary.runners.audit.AuditScope;
import io.tributary.runners.query.Queries;
import io.tributary.runners.query.QueryFailed;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A warehouse on one page: whether a change of its numbers is real, what is out of line, and charts
 * of traffic, quality, sessions, countries and devices. It holds sums alone: no ids, no addresses,
 * no payloads.
 */
public final class Report {

  private final Page page;
  private final List<String> answer;

  private Report(Page page, List<String> answer) {
    this.page = page;
    this.answer = List.copyOf(answer);
  }

  /**
   * Reads the warehouse, and the raw store where the scope names one.
   *
   * @param clock says when the page is made, and whether the last day is over
   * @throws InvalidWarehouse if there is no warehouse
   * @throws InvalidRawStore if there is no raw store
   * @throws IllegalArgumentException if the memory limit is no amount
   * @throws QueryFailed if a table cannot be read
   * @throws AuditFailed if the raw store cannot be read
   */
  public static Report of(ReportScope scope, Clock clock) {
    Instant now = clock.instant();
    try (Queries queries = Queries.open(scope.warehouse(), scope.memory())) {
      FactsReader reader = new FactsReader(queries, now);
      Optional<FactsReader.Range> range = reader.range(scope.days());
      Audit audit = audit(scope, range.map(FactsReader.Range::days).orElse(scope.days()));
      if (range.isEmpty()) {
        return new Report(Page.empty(scope, now, audit), List.of("The warehouse holds no record."));
      }
      Facts facts = reader.read(range.get());
      Headline headline = Headline.of(facts.days(), range.get().hours(), audit);
      return new Report(
          Page.of(scope, now, range.get(), headline, audit, sections(facts, audit)),
          headline.lines());
    }
  }

  private static Audit audit(ReportScope scope, DayRange days) {
    return scope.raw() == null
        ? null
        : Audit.of(
            AuditScope.of(scope.raw(), scope.warehouse())
                .withDays(days)
                .withMemory(scope.memory()));
  }

  private static List<Section> sections(Facts facts, Audit audit) {
    AudienceCharts audience = new AudienceCharts(facts);
    return List.of(
        new TrafficCharts(facts).section(),
        new FlowChart(facts, audit).section(),
        new QualityCharts(facts).section(),
        audience.sessions(),
        audience.audience());
  }

  /** Writes the page; an earlier one is replaced. */
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }

  /** The page, one HTML document that loads nothing. */
  public String html() {
    return page.html();
  }

  /** The page's first sentences: the verdict and what it rests on. */
  public List<String> answer() {
    return answer;
  }
}

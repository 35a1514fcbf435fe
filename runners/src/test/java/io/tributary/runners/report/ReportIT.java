package io.tributary.runners.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Runs;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.runners.replay.ReplaySummary;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report of what a replay wrote. */
class ReportIT {

  @Test
  void tellsWhatTheReplayTells(@TempDir Path folder) throws IOException {
    GeneratorResult made =
        Generator.run(
            GeneratorOptions.into(folder.resolve("made")).withEvents(2000), written -> {});
    Path warehouse = folder.resolve("warehouse");
    ReplaySummary summary = Runs.direct(Runs.of(made, warehouse));

    ReportPage page =
        ReportPage.of(
            ReportScope.of(CatalogConfig.embedded(warehouse), made.raw()), ReportPage.LATER);

    assertThat(page.today())
        .contains("Every raw record is accounted for (2,000 records, residual 0).");
    assertThat(sum(page, "flow", "Raw records")).isEqualTo(summary.rawRecords());
    assertThat(sum(page, "types", "")).isEqualTo(summary.loaded());
    assertThat(sum(page, "sessions-by-day", "")).isEqualTo(summary.sessions());
    assertThat(sum(page, "duplicates", "")).isEqualTo(summary.duplicates());
    assertThat(page.document().select("#findings")).isNotEmpty();
    assertThat(page.html().length()).isLessThan(2_000_000);
  }

  /** The first number of all rows that begin like this. */
  private static long sum(ReportPage page, String chart, String begin) {
    long sum = 0;
    for (JsonNode row : page.chart(chart).get("rows")) {
      if (row.get(0).asText().startsWith(begin)) {
        sum += row.get(row.get(1).isNumber() ? 1 : 2).asLong();
      }
    }
    return sum;
  }
}

package io.tributary.runners.cli;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.report.Report;
import io.tributary.runners.report.ReportScope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;

/** The page about a demo's warehouse. */
final class DemoReport {

  private DemoReport() {}

  /** Writes it, and says what it says and where it is. */
  static void write(Path out, Path warehouse, Path raw, PrintWriter screen) throws IOException {
    Path page = out.resolve("report.html");
    Report report =
        Report.of(ReportScope.of(CatalogConfig.embedded(warehouse), raw), Clock.systemUTC());
    report.write(page);
    screen.println();
    report.answer().forEach(screen::println);
    screen.println("The report is " + page.toAbsolutePath().normalize().toUri());
  }
}

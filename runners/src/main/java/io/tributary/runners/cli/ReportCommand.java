package io.tributary.runners.cli;

import io.tributary.runners.audit.AuditFailed;
import io.tributary.runners.query.Queries;
import io.tributary.runners.query.QueryFailed;
import io.tributary.runners.report.Report;
import io.tributary.runners.report.ReportScope;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary report}: 0 when the page is written, 1 when a table fails, 2 for wrong use. */
@Command(
    name = "report",
    description =
        "Write a page for the eye: whether a change of active clients is real, what is out of line,"
            + " and charts of traffic, quality, sessions, countries and devices.",
    footer = {
      "",
      "The page is one file that loads nothing; it holds sums, and no ids or addresses. With --raw",
      "it says whether every raw record is accounted for, as `tributary audit` does.",
      "",
      "Exit code 0 when the page is written, 1 when something cannot be read, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin WarehouseOptions warehouse;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      description = "The raw store that it came from, to prove that no record is missing.")
  Path raw;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "First day of received_at (UTC); default: the last "
              + ReportScope.DEFAULT_DAYS
              + " days that there are.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last; default: all there are.")
  LocalDate to;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      required = true,
      description = "The page; an earlier one is replaced.")
  Path out;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = Queries.DEFAULT_MEMORY,
      description = "What DuckDB may hold in memory before it spills. Default: ${DEFAULT-VALUE}.")
  String memory;

  @Override
  public Integer call() throws IOException {
    checkOut();
    PrintWriter screen = spec.commandLine().getOut();
    Report report;
    try {
      report = Report.of(scope(), Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + "; is --memory an amount such as 2GB?", e);
    } catch (QueryFailed | AuditFailed e) {
      spec.commandLine().getErr().println("report: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    report.write(out);
    report.answer().forEach(screen::println);
    screen.println("The report is " + out.toAbsolutePath().normalize().toUri());
    screen.flush();
    return ExitCode.OK;
  }

  private ReportScope scope() {
    DayRange days = Days.between(from, to);
    if (raw != null && !Files.isDirectory(raw)) {
      throw new UsageException("--raw " + raw + " is no folder; give the raw store's");
    }
    return new ReportScope(warehouse.config(), raw, days, memory);
  }

  /** Before anything is read. */
  private void checkOut() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "--out " + out + " is no file in a folder that exists; make the folder first");
    }
  }
}

package io.tributary.runners.cli;

import io.tributary.runners.audit.Audit;
import io.tributary.runners.audit.AuditFailed;
import io.tributary.runners.audit.AuditJson;
import io.tributary.runners.audit.AuditScope;
import io.tributary.runners.audit.AuditText;
import io.tributary.runners.audit.Dimension;
import io.tributary.runners.query.Queries;
import io.tributary.transforms.partition.DayRange;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tributary audit}: 0 when every raw record has exactly one row, 1 when one has not, 2 for
 * wrong use.
 */
@Command(
    name = "audit",
    description =
        "Prove from the rows themselves that every raw record ended exactly once, and say what is"
            + " out of line with the days before.",
    footer = {
      "",
      "What a stream has not committed yet is counted as waiting.",
      "",
      "Exit code 0 when every coordinate has exactly one row, whatever the findings;",
      "1 when one has not or when the audit fails, 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {

  /** Until then nobody wants to be told. */
  private static final long QUIET_NANOS = 2_000_000_000L;

  @Spec CommandSpec spec;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      required = true,
      description = "Folder with the raw records.")
  Path raw;

  @Mixin WarehouseOptions warehouse;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First day of received_at (UTC); default: the first there is.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last; default: all there are.")
  LocalDate to;

  @Option(
      names = "--by",
      paramLabel = "DIMENSION",
      split = ",",
      defaultValue = "type,reason",
      description =
          "What rows are told apart by: ${COMPLETION-CANDIDATES}, with commas between. Default:"
              + " ${DEFAULT-VALUE}.")
  List<Dimension> by;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + AuditScope.DEFAULT_EXAMPLES,
      description =
          "How many offending coordinates of each kind are named. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(names = "--json", description = "Answer in JSON.")
  boolean json;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = Queries.DEFAULT_MEMORY,
      description = "What DuckDB may hold in memory before it spills. Default: ${DEFAULT-VALUE}.")
  String memory;

  @Override
  public Integer call() {
    Audit audit;
    try {
      audit = Audit.of(scope(), progress());
    } catch (AuditFailed e) {
      spec.commandLine().getErr().println("audit: " + e.getMessage());
      return ExitCode.SOFTWARE;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + "; is --memory an amount such as 2GB?", e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? AuditJson.of(audit, by) : AuditText.of(audit, by));
    out.flush();
    return audit.isConserved() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private AuditScope scope() {
    DayRange days = Days.between(from, to);
    if (limit < 0) {
      throw new UsageException("--limit must not be negative, was " + limit);
    }
    return new AuditScope(raw, warehouse.config(), days, limit, memory);
  }

  private Audit.Listener progress() {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    return (what, number, of) -> {
      if (System.nanoTime() - start > QUIET_NANOS) {
        err.printf(Locale.ROOT, "Auditing %s, %d of %d%n", what, number, of);
        err.flush();
      }
    };
  }
}

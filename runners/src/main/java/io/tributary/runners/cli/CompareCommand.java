package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.runners.compare.Comparison;
import io.tributary.runners.compare.ComparisonFailed;
import io.tributary.runners.compare.ComparisonText;
import io.tributary.runners.compare.Scope;
import io.tributary.runners.compare.Side;
import io.tributary.runners.query.Queries;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary compare}: 0 when no row differs, 1 when one does, 2 for wrong use. */
@Command(
    name = "compare",
    description =
        "Compare two warehouses row by row, in all columns: what a stream wrote with what a replay"
            + " writes, or the answers of two versions of a rule.",
    footer = {
      "",
      "Rows beyond what the other warehouse's stream has committed, and sessions that it has not",
      "closed yet, are counted as waiting and are no difference.",
      "",
      "Exit code 0 when no row differs, 1 when one does or when the comparison fails, 2 for wrong",
      "use."
    },
    mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {

  /** Until then nobody wants to be told. */
  private static final long QUIET_NANOS = 2_000_000_000L;

  @Spec CommandSpec spec;

  @Option(
      names = "--left",
      paramLabel = "DIR",
      required = true,
      description = "One warehouse's folder.")
  Path left;

  @Option(
      names = "--right",
      paramLabel = "DIR",
      required = true,
      description = "The other warehouse's folder.")
  Path right;

  @Option(
      names = "--left-namespace",
      paramLabel = "NAME",
      defaultValue = CatalogConfig.DEFAULT_NAMESPACE,
      description = "Namespace of the left tables. Default: ${DEFAULT-VALUE}.")
  String leftNamespace;

  @Option(
      names = "--right-namespace",
      paramLabel = "NAME",
      defaultValue = CatalogConfig.DEFAULT_NAMESPACE,
      description = "Namespace of the right tables. Default: ${DEFAULT-VALUE}.")
  String rightNamespace;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "First day of received_at, of sessions closed_at (UTC); default: the first there is.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last; default: all there are.")
  LocalDate to;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Compare this table; repeat it for more. Default: all tables of either side.")
  List<String> tables = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + Scope.DEFAULT_EXAMPLES,
      description = "How many differing rows of each table are shown. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(
      names = "--values",
      description = "Show the values that differ too, and not the columns' names alone.")
  boolean values;

  @Option(names = "--json", description = "Answer in JSON.")
  boolean json;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = Queries.DEFAULT_MEMORY,
      description = "What DuckDB may hold in memory before it spills. Default: ${DEFAULT-VALUE}.")
  String memory;

  @Override
  public Integer call() throws IOException {
    Side leftSide = side("left", left, leftNamespace);
    Side rightSide = side("right", right, rightNamespace);
    Comparison comparison;
    try {
      comparison = Comparison.of(leftSide, rightSide, scope(), progress());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage().startsWith("DuckDB")
              ? e.getMessage() + "; is --memory an amount such as 2GB?"
              : e.getMessage(),
          e);
    } catch (ComparisonFailed e) {
      spec.commandLine().getErr().println("compare: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? json(comparison) : ComparisonText.of(comparison));
    out.flush();
    return comparison.differs() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  /** Opened once here to say which of the two is wrong. */
  private static Side side(String name, Path folder, String namespace) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException("--" + name + " " + folder + " is no folder; give a warehouse's");
    }
    CatalogConfig catalog = CatalogConfig.embedded(folder).with(namespace, Map.of());
    try {
      WarehouseTables.open(catalog).close();
      return Side.of(catalog);
    } catch (InvalidWarehouse e) {
      throw new UsageException(
          e.getMessage()
              .replace("--warehouse", "--" + name)
              .replace("--namespace", "--" + name + "-namespace"),
          e);
    }
  }

  private Scope scope() {
    DayRange days = Days.between(from, to);
    if (limit < 0) {
      throw new UsageException("--limit must not be negative, was " + limit);
    }
    return new Scope(days, tables, limit, values, memory);
  }

  private Comparison.Listener progress() {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    return (table, number, of, rows) -> {
      if (System.nanoTime() - start > QUIET_NANOS) {
        err.printf(Locale.ROOT, "Comparing %s, %d of %d: %,d rows%n", table, number, of, rows);
        err.flush();
      }
    };
  }

  private String json(Comparison comparison) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("left", left.toString());
    answer.put("right", right.toString());
    answer.put("from", from == null ? null : from.toString());
    answer.put("to", to == null ? null : to.toString());
    answer.put("differs", comparison.differs());
    answer.put("tables", comparison.tables());
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(answer)
        + "\n";
  }
}

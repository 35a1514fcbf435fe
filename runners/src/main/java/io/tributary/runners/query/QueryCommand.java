package io.tributary.runners.query;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.InvalidWarehouse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary query}: 0 when all statements ran, 1 when one failed, 2 for wrong use. */
@Command(
    name = "query",
    description =
        "Ask the warehouse in SQL: DuckDB over the tables' current snapshots, each a view of its"
            + " name; sessions_current has the latest revision of each session.",
    footer = {
      "",
      "For example:",
      "  tributary query --warehouse DIR \"SHOW TABLES\"",
      "  tributary query --warehouse DIR --format csv \"FROM dead_letters\"",
      "  tributary query --warehouse DIR \"COPY sessions_current TO 's.parquet'\""
    },
    mixinStandardHelpOptions = true)
public final class QueryCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      required = true,
      description = "The warehouse that a replay wrote.")
  Path warehouse;

  @Option(
      names = "--catalog",
      paramLabel = "KEY=VALUE",
      description =
          "A property of Iceberg's catalog, such as type=rest; repeat it for more. Without it, the"
              + " catalog in the warehouse folder.")
  Map<String, String> catalog = new LinkedHashMap<>();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = CatalogConfig.DEFAULT_NAMESPACE,
      description = "The tables' namespace. Default: ${DEFAULT-VALUE}.")
  String namespace;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format;

  @Option(
      names = "--max-rows",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Rows of each result that a table shows. Default: ${DEFAULT-VALUE}.")
  int maxRows;

  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "Places of a line that a table may take before its long values are cut; 0 cuts nothing."
              + " Default: the terminal's where $COLUMNS is exported, else 120.")
  Integer width;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = Queries.DEFAULT_MEMORY,
      description = "What DuckDB may hold in memory. Default: ${DEFAULT-VALUE}.")
  String memory;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Read the SQL from a file.")
  Path file;

  @Parameters(
      paramLabel = "SQL",
      arity = "0..1",
      description = "One or more statements; - reads them from standard input.")
  String sql;

  private final InputStream in;

  public QueryCommand() {
    this(System.in);
  }

  QueryCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    ResultWriter.Layout layout = layout();
    String statements = sql();
    PrintWriter out = spec.commandLine().getOut();
    CatalogConfig config = CatalogConfig.embedded(warehouse).with(namespace, catalog);
    try (Queries queries = open(config)) {
      queries.run(statements, ResultWriter.of(format, out, layout));
      return ExitCode.OK;
    } catch (QueryFailed e) {
      return failed(e, ExitCode.SOFTWARE);
    } catch (InvalidWarehouse e) {
      return failed(e, ExitCode.USAGE);
    } finally {
      out.flush();
    }
  }

  private int failed(RuntimeException e, int exitCode) {
    spec.commandLine().getOut().flush(); // what came before the error stands before it
    spec.commandLine().getErr().println("query: " + e.getMessage());
    return exitCode;
  }

  private Queries open(CatalogConfig config) {
    try {
      return Queries.open(config, memory);
    } catch (IllegalArgumentException e) {
      throw wrongUse(e.getMessage() + "; is --memory an amount such as 2GB?");
    }
  }

  private ResultWriter.Layout layout() {
    try {
      return new ResultWriter.Layout(maxRows, width == null ? terminalWidth() : width);
    } catch (IllegalArgumentException e) {
      throw wrongUse(e.getMessage());
    }
  }

  private static int terminalWidth() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 120;
  }

  private String sql() throws IOException {
    if ((sql == null) == (file == null)) {
      throw wrongUse("Give either the SQL, - for standard input, or -f FILE");
    }
    String text;
    if (file != null) {
      text = read(file);
    } else {
      text = sql.equals("-") ? new String(in.readAllBytes(), StandardCharsets.UTF_8) : sql;
    }
    if (SqlScript.statements(text).isEmpty()) {
      throw wrongUse("There is no statement in the SQL; try \"SHOW TABLES\"");
    }
    return text;
  }

  private String read(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw wrongUse("-f " + path + " does not exist");
    } catch (IOException e) {
      throw wrongUse("-f " + path + " cannot be read (" + e.getMessage() + ")");
    }
  }

  private ParameterException wrongUse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

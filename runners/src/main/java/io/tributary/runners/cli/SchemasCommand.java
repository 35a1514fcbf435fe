package io.tributary.runners.cli;

import io.tributary.io.registry.SchemaFolder;
import io.tributary.runners.text.TextTable;
import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.Finding;
import io.tributary.schemas.registry.Finding.Severity;
import io.tributary.schemas.registry.SchemaProblem;
import io.tributary.schemas.registry.SchemaReport;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary schemas}. */
@Command(
    name = "schemas",
    description = "Look after the schema registry.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = SchemasCommand.Check.class)
final class SchemasCommand {

  /** {@code tributary schemas check}. */
  @Command(
      name = "check",
      description =
          "Compile all schemas of a folder, and say whether each version goes with the one before.",
      footer = {"", "Exit code 1 where something is wrong, 0 otherwise; warnings alone are 0."},
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Parameters(
        paramLabel = "DIR",
        description = "Folder with <event_type>/<MODEL-REVISION-ADDITION>.json.")
    Path folder;

    @Option(
        names = "--schema-dialect",
        paramLabel = "DIALECT",
        defaultValue = "2020-12",
        description = "Dialect of schemas that name none we know. Default: ${DEFAULT-VALUE}.")
    String dialect;

    @Override
    public Integer call() {
      Dialect parsed =
          Dialect.parse(dialect)
              .orElseThrow(() -> new UsageException("--schema-dialect knows no " + dialect));
      SchemaReport report =
          SchemaFolder.check(folder, new SchemaSettings(parsed, Formats.ANNOTATED));
      PrintWriter out = spec.commandLine().getOut();
      TextTable table =
          TextTable.of("event type", "version", "dialect", "columns", "status", "findings");
      for (SchemaReport.Row row : report.rows()) {
        table.row(
            row.eventType(),
            row.version().toString(),
            row.dialect(),
            Integer.toString(row.columns()),
            row.status().toString(),
            row.findings().stream().map(Finding::what).collect(Collectors.joining("; ")));
      }
      out.print(table.render());
      for (SchemaProblem problem : report.problems()) {
        out.println(problem);
      }
      out.println(
          report.rows().stream().map(SchemaReport.Row::eventType).distinct().count()
              + " event types, "
              + report.rows().size()
              + " versions: "
              + report.status());
      return report.status() == Severity.ERROR ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }
}

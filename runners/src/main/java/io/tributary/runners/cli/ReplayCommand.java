package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Privacy.ClientIp;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code tributary replay}; it also starts without the launcher, as any Beam pipeline does. */
@Command(
    name = "replay",
    description =
        "Recompute days of the warehouse from the raw store, and overwrite exactly these.",
    footer = {
      "",
      "Beam's pipeline options are passed on, among them --runner=FlinkRunner (the default,",
      "embedded in this process), --runner=DirectRunner, --flinkMaster=HOST:PORT, --parallelism=N.",
      "",
      "Exit code 0 when every raw record ended in exactly one row, 2 for wrong use (nothing was",
      "touched), 1 for failure (tables are as they were, or the next run finishes them)."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      required = true,
      description = "Raw store: a folder of Parquet files at any depth.")
  Path raw;

  @Option(
      names = "--schemas",
      paramLabel = "DIR",
      required = true,
      description = "Schema registry: DIR/<event_type>/<MODEL-REVISION-ADDITION>.json.")
  Path schemas;

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      required = true,
      description = "Warehouse folder; it is made where it does not exist.")
  Path warehouse;

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "Profile history: a folder of Parquet files.")
  Path profiles;

  @Option(
      names = "--geo",
      paramLabel = "FILE|DIR",
      description = "GeoIP2 or GeoLite2 City database, or a folder of several builds of it.")
  Path geo;

  @Option(
      names = "--links",
      paramLabel = "FILE",
      description =
          "Identity links from before: CSV or Parquet of anonymous_id, user_id, linked_at.")
  Path links;

  @Option(
      names = "--ua-rules",
      paramLabel = "FILE",
      description = "User-agent rules in uap-core's form instead of those built in.")
  Path userAgentRules;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "First day of received_at (UTC) that is recomputed; default: the first there is.")
  LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day after the last; default: all there are, closing every session.")
  LocalDate to;

  @Option(
      names = "--reference",
      paramLabel = "as-of|latest",
      defaultValue = "as-of",
      description =
          "Reference data of the record's time, or the newest. Default: ${DEFAULT-VALUE}.")
  String reference;

  @Option(
      names = "--session-gap",
      paramLabel = "DURATION",
      defaultValue = "PT30M",
      description = "Silence that ends a session. Default: ${DEFAULT-VALUE}.")
  Duration gap;

  @Option(
      names = "--max-out-of-order",
      paramLabel = "DURATION",
      defaultValue = "PT10M",
      description = "How far events may come out of their order. Default: ${DEFAULT-VALUE}.")
  Duration maxOutOfOrder;

  @Option(
      names = "--client-ip",
      paramLabel = "truncated|full|none",
      defaultValue = "truncated",
      description = "How much of an address is stored. Default: ${DEFAULT-VALUE} (/24, /48).")
  ClientIp clientIp;

  @Option(
      names = "--user-id-key",
      paramLabel = "FILE",
      description = "Store a keyed hash instead of user ids; the file holds the secret key.")
  Path userIdKey;

  @Option(
      names = "--schema-dialect",
      paramLabel = "DIALECT",
      defaultValue = "2020-12",
      description = "Dialect of schemas that name none we know. Default: ${DEFAULT-VALUE}.")
  String dialect;

  @Option(
      names = "--schema-formats",
      paramLabel = "annotated|asserted",
      defaultValue = "annotated",
      description =
          "Whether a schema's `format` can make an event invalid. Default: ${DEFAULT-VALUE}.")
  Formats formats;

  @Option(
      names = "--catalog",
      paramLabel = "KEY=VALUE",
      description = "Property of an Iceberg catalog; default: SQLite in the warehouse folder.")
  Map<String, String> catalog = new LinkedHashMap<>();

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = CatalogConfig.DEFAULT_NAMESPACE,
      description = "Namespace of the tables. Default: ${DEFAULT-VALUE}.")
  String namespace;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Also write the summary to this file.")
  Path report;

  @Unmatched List<String> beamOptions = new ArrayList<>();

  /** Starts it as a plain main class. */
  public static void main(String[] args) {
    System.exit(Tributary.commandLine(new ReplayCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    ReplayConfig config = config();
    checkReport();
    ReplaySummary summary = new ReplayRunner(spec.commandLine().getErr()).run(config, beamOptions);
    spec.commandLine().getOut().println(SummaryText.of(summary));
    if (report != null) {
      write(report, summary);
    }
    if (summary.residual() != 0) {
      spec.commandLine()
          .getErr()
          .println(
              "replay: "
                  + summary.residual()
                  + " raw records have no row, or more than one;"
                  + " please report this as a defect");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return CommandLine.ExitCode.OK;
  }

  private ReplayConfig config() throws IOException {
    try {
      if (!reference.equals("as-of") && !reference.equals("latest")) {
        throw new IllegalArgumentException("--reference is as-of or latest, was " + reference);
      }
      Dialect parsed =
          Dialect.parse(dialect)
              .orElseThrow(
                  () -> new IllegalArgumentException("--schema-dialect knows no " + dialect));
      Rules rules =
          new Rules(
              gap,
              maxOutOfOrder,
              new Privacy(clientIp, readKey()),
              new SchemaSettings(parsed, formats));
      return new ReplayConfig(
          raw,
          schemas,
          CatalogConfig.embedded(warehouse).with(namespace, catalog),
          profiles,
          geo,
          links,
          userAgentRules,
          reference.equals("latest"),
          days(),
          rules);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private void checkReport() {
    if (report != null) {
      Path folder = report.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder) || Files.isDirectory(report)) {
        throw new UsageException(
            "--report " + report + " is no file in a folder that exists; make the folder first");
      }
    }
  }

  private DayRange days() {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException("--from " + from + " must be before --to " + to);
    }
    return new DayRange(from, to);
  }

  private String readKey() throws IOException {
    if (userIdKey == null) {
      return "";
    }
    String key = Files.isReadable(userIdKey) ? Files.readString(userIdKey).strip() : "";
    if (key.length() < 16) {
      throw new IllegalArgumentException(
          "--user-id-key " + userIdKey + " must be a readable file with at least 16 characters");
    }
    return key;
  }

  static void write(Path report, ReplaySummary summary) throws IOException {
    Files.writeString(
        report,
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(summary)
            + "\n");
  }
}

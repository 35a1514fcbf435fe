package io.tributary.runners.cli;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.kafka.KafkaSettings;
import io.tributary.runners.cli.LiveStream.Sent;
import io.tributary.runners.compare.Comparison;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.LiveGenerator;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.runners.replay.ReplayConfig;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.runners.stream.JobRecord;
import io.tributary.runners.stream.StreamConfig;
import io.tributary.runners.stream.StreamConfig.Pace;
import io.tributary.runners.telemetry.TelemetrySettings;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ExitCode;

/**
 * {@code tributary demo --live}: a broker, a stream and a minute of events; then a replay of what
 * the stream has archived, and row by row whether both are the same.
 */
final class LiveDemo {

  /** Three days of a shop's life become a minute, and half an hour of silence two seconds. */
  private static final Duration GAP = Duration.ofSeconds(2);

  private static final Duration OUT_OF_ORDER = Duration.ofSeconds(5);
  private static final int DAYS = 3;
  private static final Pace PACE =
      new Pace(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(1));

  private final Path out;
  private final Load load;
  private final List<String> beamOptions;
  private final TelemetrySettings telemetry;
  private final ClientSpans clientSpans;
  private final PrintWriter screen;
  private final PrintWriter err;

  /**
   * @param out folder for everything
   * @param beamOptions Beam's options, for stream and replay
   * @param telemetry where the stream's traces and metrics go
   * @param clientSpans is told of the events that the client sampled
   * @param screen takes what came of it
   * @param err takes what is said meanwhile
   */
  LiveDemo(
      Path out,
      Load load,
      List<String> beamOptions,
      TelemetrySettings telemetry,
      ClientSpans clientSpans,
      PrintWriter screen,
      PrintWriter err) {
    this.out = out;
    this.load = load;
    this.beamOptions = beamOptions;
    this.telemetry = telemetry;
    this.clientSpans = clientSpans;
    this.screen = screen;
    this.err = err;
  }

  /**
   * How much is sent.
   *
   * @param rate records per second
   * @param seconds for so long
   */
  record Load(int rate, int seconds) {

    private static final int MOST_RATE = 50_000;
    private static final int MOST_SECONDS = 3600;

    Load {
      within("--rate", rate, MOST_RATE);
      within("--seconds", seconds, MOST_SECONDS);
    }

    private static void within(String option, int value, int most) {
      if (value < 1 || value > most) {
        throw new UsageException(
            String.format(Locale.ROOT, "%s must be 1 to %,d, was %d", option, most, value));
      }
    }

    long events() {
      return (long) rate * seconds;
    }
  }

  /** Refuses what cannot work, before an earlier demo is removed. */
  void check() {
    try (TemporaryFolder temporary = TemporaryFolder.create()) {
      ReplayRunner.options(beamOptions, temporary.path(), temporary.path());
    }
    JobRecord.in(warehouse())
        .filter(LiveDemo::runs)
        .ifPresent(
            job -> {
              throw new UsageException(
                  "A live demo runs in " + out + "; end it, or give --out another folder");
            });
  }

  private static boolean runs(JobRecord job) {
    try {
      Optional<String> state = new FlinkJobs(job.flink()).state(job.jobId());
      return state.isPresent() && !FlinkJobs.isOver(state.get());
    } catch (FlinkJobs.NoAnswer gone) {
      return false;
    }
  }

  /**
   * Runs it.
   *
   * @param geo folder of geo databases, or null
   * @return the exit code
   */
  int run(Path geo) throws IOException {
    GeneratorOptions options =
        GeneratorOptions.into(out)
            .withEvents(load.events())
            .withDays(LocalDate.now(ZoneOffset.UTC).minusDays(DAYS), DAYS);
    LiveGenerator.References made = LiveGenerator.references(options);
    ReferenceConfig references =
        new ReferenceConfig(made.schemas(), made.profiles(), geo, made.links(), null, false);
    Sent sent;
    try {
      sent = stream(options, references);
    } catch (LiveStream.Interrupted asked) {
      say("Interrupted: broker and engine are gone, and nothing was compared");
      return ExitCode.SOFTWARE;
    }
    say("Replaying the raw store that the stream wrote, into a second warehouse");
    ReplaySummary replay =
        new ReplayRunner(err, TelemetrySettings.OFF)
            .run(
                new ReplayConfig(
                    raw(), references, CatalogConfig.embedded(replayed()), DayRange.all(), rules()),
                beamOptions);
    say("Comparing both, row by row and in all columns");
    Comparison comparison =
        Comparison.of(
            CatalogConfig.embedded(warehouse()),
            CatalogConfig.embedded(replayed()),
            DayRange.all());
    LiveVerdict verdict = new LiveVerdict(sent, replay, comparison);
    screen.println();
    screen.print(verdict.text());
    screen.print(verdict.holds() ? proven() : notProven());
    DemoReport.write(out, warehouse(), raw(), screen);
    screen.print(next(references));
    screen.flush();
    return verdict.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Sent stream(GeneratorOptions options, ReferenceConfig references) throws IOException {
    say("Starting a Kafka broker in a process of its own");
    try (TemporaryFolder temporary = TemporaryFolder.create();
        Interruption interruption = Interruption.listen();
        LiveBroker broker = LiveBroker.start(out.resolve("kafka"))) {
      if (interruption.isAsked()) {
        throw new LiveStream.Interrupted();
      }
      say("Starting the stream on a Flink engine in this process (some 10 s)");
      StreamConfig config = config(broker.servers(), references);
      try (LiveStream stream =
              LiveStream.start(config, beamOptions, temporary.path(), telemetry, interruption);
          LiveGenerator events = LiveGenerator.plan(options)) {
        say(
            String.format(
                Locale.ROOT,
                "Sending %,d events at %,d/s to the topic %s on %s; Flink's page is %s",
                load.events(),
                load.rate(),
                LiveBroker.EVENTS,
                broker.servers(),
                stream.url()));
        try (LiveScreen page = LiveScreen.open(screen, err)) {
          return stream.run(events, Duration.ofSeconds(load.seconds()), clientSpans, page);
        } finally {
          say("Ending the engine and the broker");
        }
      }
    }
  }

  private StreamConfig config(String servers, ReferenceConfig references) {
    return new StreamConfig(
        KafkaSettings.of(servers, LiveBroker.EVENTS),
        raw().toAbsolutePath().normalize(),
        references,
        CatalogConfig.embedded(warehouse()),
        rules(),
        LiveBroker.ORDERS,
        Set.of("order.completed"),
        LiveBroker.DEAD_LETTERS,
        PACE,
        0,
        false,
        false);
  }

  private static Rules rules() {
    return new Rules(GAP, OUT_OF_ORDER, Privacy.defaults(), SchemaSettings.defaults());
  }

  private Path raw() {
    return out.resolve("raw");
  }

  private Path warehouse() {
    return out.resolve("warehouse");
  }

  private Path replayed() {
    return out.resolve("replayed");
  }

  private static String proven() {
    return """

    One graph, one answer: what came live from Kafka and what the raw store gives when it is
    replayed are the same rows, late, repeated, broken and hostile events included. So the
    tables can be made anew from the raw store whenever a rule changes, and nobody has to keep
    a second, slower pipeline for the truth.
    """;
  }

  private static String notProven() {
    return """

    This should not be so: please report it, with the lines above.
    """;
  }

  private String next(ReferenceConfig references) {
    return String.format(
        Locale.ROOT,
        """

        Try next:

          ./tributary query --warehouse %1$s "SHOW TABLES"
          ./tributary query --warehouse %1$s "SELECT reason, count(*) FROM dead_letters GROUP BY 1"
          ./tributary compare --left %1$s --right %2$s
          ./tributary stream --bootstrap-servers HOST:PORT --topic NAME --raw DIR --warehouse DIR \
        --schemas %3$s

        """,
        warehouse(),
        replayed(),
        references.schemas());
  }

  private void say(String line) {
    err.println(line);
    err.flush();
  }
}

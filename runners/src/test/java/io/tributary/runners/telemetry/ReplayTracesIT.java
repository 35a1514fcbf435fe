package io.tributary.runners.telemetry;

import static io.tributary.runners.telemetry.OtlpCollector.attribute;
import static io.tributary.runners.telemetry.OtlpCollector.hex;
import static io.tributary.runners.telemetry.SampledRecords.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.tributary.runners.Runs;
import io.tributary.runners.engine.EngineOptions;
import io.tributary.runners.replay.Replay;
import io.tributary.runners.replay.ReplayListener;
import io.tributary.runners.replay.ReplaySummary;
import io.tributary.schemas.event.TraceParent;
import io.tributary.transforms.telemetry.Telemetry;
import io.tributary.transforms.telemetry.TelemetryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector sees of a replay. */
class ReplayTracesIT {

  private static final String RUN = "run-1";

  @TempDir static Path folder;

  private static ReplaySummary summary;
  private static List<Span> spans;
  private static List<Metric> metrics;

  @BeforeAll
  static void replay() throws IOException {
    try (OtlpCollector collector = new OtlpCollector()) {
      summary = replay(collector.settings(), "traced");
      spans = collector.spans();
      metrics = collector.metrics();
    }
  }

  private static ReplaySummary replay(TelemetrySettings settings, String name) throws IOException {
    Path home = folder.resolve(name);
    Runs.write(home.resolve("raw"), SampledRecords.all());
    Runs.schema(home.resolve("schemas"), SampledRecords.TYPE, "{\"type\":\"object\"}");
    PipelineOptions options =
        EngineOptions.of(List.of("--runner=DirectRunner", "--targetParallelism=2"), home, home);
    TelemetryOptions worker = settings.applyTo(options, RUN);
    try (Telemetry telemetry = Telemetry.open(worker, List.of());
        ReplayTrace trace = ReplayTrace.start(telemetry, worker)) {
      ReplaySummary done =
          new Replay(
                  Runs.of(home.resolve("raw"), home.resolve("schemas"), home.resolve("warehouse")),
                  RUN,
                  ReplayListener.NONE)
              .run(options);
      trace.succeeded();
      return done;
    }
  }

  /** Spans of the event with this original trace, by name. */
  private static List<Span> ofEvent(int n) {
    TraceParent derived = Telemetry.replayed(SampledRecords.trace(n), RUN);
    return spans.stream().filter(span -> hex(span.getTraceId()).equals(derived.traceId())).toList();
  }

  private static List<String> names(List<Span> some) {
    return some.stream().map(Span::getName).sorted().toList();
  }

  @Test
  void aSampledEventIsSeenInEveryStageUpToItsSnapshot() {
    List<Span> event = ofEvent(0);
    assertThat(names(event))
        .containsExactly(
            "analytics.deduplicate",
            "analytics.enrich",
            "analytics.enrich.device",
            "analytics.enrich.identity",
            "analytics.sessionize",
            "analytics.validate_batch",
            "analytics.warehouse.insert",
            "analytics.warehouse.partition");
    Span insert = only(event, "analytics.warehouse.insert");
    assertThat(attribute(insert, "table.name")).isEqualTo(TABLE);
    assertThat(attribute(insert, "iceberg.snapshot_id")).matches("-?[0-9]+");
    assertThat(attribute(only(event, "analytics.sessionize"), "session.is_new")).isEqualTo("true");
    assertThat(attribute(only(event, "analytics.validate_batch"), "messaging.kafka.offset"))
        .isEqualTo("0");
  }

  @Test
  void itsStagesStandUnderOneParentAndLinkToTheOriginalTrace() {
    TraceParent derived = Telemetry.replayed(SampledRecords.trace(0), RUN);
    Span enrich = only(ofEvent(0), "analytics.enrich");
    for (Span span : ofEvent(0)) {
      if (span.getName().equals("analytics.enrich.device")) {
        assertThat(span.getParentSpanId()).isEqualTo(enrich.getSpanId());
      } else {
        assertThat(hex(span.getParentSpanId())).isEqualTo(derived.spanId());
        assertThat(span.getLinksList())
            .singleElement()
            .satisfies(
                link -> {
                  assertThat(hex(link.getTraceId())).isEqualTo(SampledRecords.trace(0));
                  assertThat(hex(link.getSpanId())).isEqualTo(SampledRecords.SPAN);
                });
      }
      assertThat(span.getEndTimeUnixNano()).isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
    }
  }

  @Test
  void aCopyEndsAtDedupAndARuinAtValidation() {
    assertThat(names(ofEvent(2)))
        .containsExactly(
            "analytics.deduplicate",
            "analytics.validate_batch",
            "analytics.warehouse.insert",
            "analytics.warehouse.partition");
    assertThat(attribute(only(ofEvent(2), "analytics.deduplicate"), "dedup.is_duplicate"))
        .isEqualTo("true");
    Span refused = only(ofEvent(3), "analytics.validate_batch");
    assertThat(refused.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(refused.getStatus().getMessage()).isEqualTo("MALFORMED_JSON");
    assertThat(attribute(only(ofEvent(3), "analytics.warehouse.insert"), "table.name"))
        .isEqualTo("dead_letters");
  }

  @Test
  void whatIsNotSampledHasNoSpanAndAGarbledHeaderIsCounted() {
    assertThat(ofEvent(1)).isEmpty();
    assertThat(sum("analytics.events.traceparent_invalid")).isEqualTo(1);
  }

  @Test
  void bundlesAreInTheReplaysTraceWithTheirCountsAndLinkToTheSampledEvents() {
    Span replay = only(spans, "analytics.replay");
    assertThat(replay.getParentSpanId().isEmpty()).isTrue();
    List<Span> bundles =
        spans.stream()
            .filter(span -> span.getTraceId().equals(replay.getTraceId()))
            .filter(span -> span.getParentSpanId().equals(replay.getSpanId()))
            .toList();
    assertThat(Set.copyOf(names(bundles)))
        .contains(
            "analytics.validate_batch",
            "analytics.sessionize",
            "analytics.enrich",
            "analytics.warehouse.partition",
            "analytics.warehouse.write",
            "analytics.warehouse_load");
    assertThat(total(bundles, "batch.event_count")).isEqualTo(5);
    assertThat(total(bundles, "validation.invalid_count")).isEqualTo(1);
    assertThat(total(bundles, "warehouse.total_loaded"))
        .isEqualTo(summary.tables().values().stream().mapToLong(Long::longValue).sum());
    List<Span> dedup =
        spans.stream()
            .filter(span -> span.getTraceId().equals(replay.getTraceId()))
            .filter(span -> span.getName().equals("analytics.deduplicate"))
            .toList();
    assertThat(total(dedup, "dedup.input_count")).isEqualTo(4);
    assertThat(total(dedup, "dedup.duplicates_removed")).isEqualTo(1);
    Set<String> linked = new HashSet<>();
    bundles.stream()
        .filter(span -> span.getName().equals("analytics.validate_batch"))
        .flatMap(span -> span.getLinksList().stream())
        .forEach(link -> linked.add(hex(link.getTraceId())));
    assertThat(linked)
        .containsExactlyInAnyOrder(
            Telemetry.replayed(SampledRecords.trace(0), RUN).traceId(),
            Telemetry.replayed(SampledRecords.trace(2), RUN).traceId(),
            Telemetry.replayed(SampledRecords.trace(3), RUN).traceId());
  }

  @Test
  void metricsHaveTheirNamesAndAttributes() {
    assertThat(sum("analytics.events.ingested")).isEqualTo(5);
    assertThat(points("analytics.events.rejected"))
        .containsExactly("reason=MALFORMED_JSON,stage=validate");
    assertThat(points("analytics.warehouse.rows"))
        .contains("table.name=" + TABLE, "table.name=dead_letters", "table.name=duplicates");
    assertThat(metrics.stream().map(Metric::getName))
        .contains("analytics.enrichment.latency_ms", "analytics.ingestion.batch_size");
  }

  private static long sum(String name) {
    return metrics.stream()
        .filter(metric -> metric.getName().equals(name))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .getSum()
        .getDataPointsList()
        .stream()
        .mapToLong(point -> point.getAsInt())
        .sum();
  }

  private static Set<String> points(String name) {
    Set<String> points = new HashSet<>();
    metrics.stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(metric -> metric.getSum().getDataPointsList().stream())
        .forEach(
            point ->
                points.add(
                    String.join(
                        ",",
                        point.getAttributesList().stream()
                            .map(each -> each.getKey() + "=" + each.getValue().getStringValue())
                            .sorted()
                            .toList())));
    return points;
  }

  private static long total(List<Span> some, String attribute) {
    return some.stream()
        .map(span -> attribute(span, attribute))
        .filter(value -> value != null)
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static Span only(List<Span> some, String name) {
    assertThat(some).filteredOn(span -> span.getName().equals(name)).hasSize(1);
    return some.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }
}

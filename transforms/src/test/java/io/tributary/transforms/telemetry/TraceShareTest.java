package io.tributary.transforms.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tributary.schemas.event.TraceParent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class TraceShareTest {

  private static final int PER_SECOND = 1000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Random random = new Random(20260302);
  private long now = 1_772_409_600L * SECOND;

  private String traceId() {
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  /** So many events of one span each are sampled in a second; how many were kept. */
  private int second(TraceShare share, int events) {
    int kept = 0;
    for (int i = 0; i < events; i++) {
      if (share.keeps(traceId())) {
        kept++;
        share.made(1, now + i * SECOND / events);
      }
    }
    now += SECOND;
    return kept;
  }

  @Test
  void keepsEverythingThatASecondHasRoomFor() {
    TraceShare share = new TraceShare(PER_SECOND);
    for (int i = 0; i < 100; i++) {
      assertThat(second(share, PER_SECOND)).isEqualTo(PER_SECOND);
    }
  }

  @Test
  void keepsAShareOfWhatIsTooMuchFromTheFirstSecondOn() {
    TraceShare share = new TraceShare(PER_SECOND);
    assertThat(second(share, 100_000)).isBetween(PER_SECOND, 8 * PER_SECOND);
    for (int i = 0; i < 10; i++) {
      assertThat(second(share, 100_000)).isBetween(PER_SECOND / 3, 2 * PER_SECOND);
    }
  }

  @Test
  void keepsMoreAgainAfterACalmMinute() {
    TraceShare share = new TraceShare(PER_SECOND);
    second(share, 1600);
    second(share, 10);
    assertThat(second(share, 100)).isLessThan(80);
    now += 62 * SECOND;
    second(share, 10);
    second(share, 10);
    assertThat(second(share, 100)).isEqualTo(100);
  }

  @Test
  void whatASmallerShareKeepsEveryLargerOneKeepsToo() {
    TraceShare small = new TraceShare(PER_SECOND);
    TraceShare large = new TraceShare(PER_SECOND);
    second(small, 64 * PER_SECOND);
    second(large, 8 * PER_SECOND);
    Set<String> ofSmall = new HashSet<>();
    Set<String> ofLarge = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      // all digits but a few may always be the same
      String trace = i % 2 == 0 ? traceId() : "%032x".formatted(random.nextInt(1 << 20));
      if (small.keeps(trace)) {
        ofSmall.add(trace);
      }
      if (large.keeps(trace)) {
        ofLarge.add(trace);
      }
    }
    assertThat(ofSmall).isNotEmpty();
    assertThat(ofLarge).hasSizeGreaterThan(2 * ofSmall.size()).containsAll(ofSmall);
  }

  @Test
  void theSpansThatAreLeftOutAreCountedAsDroppedAndTheBundlesStay() {
    TelemetryOptions options = PipelineOptionsFactory.as(TelemetryOptions.class);
    options.setOtel(
        Map.of(
            "otel.traces.exporter",
            "none",
            "otel.metrics.exporter",
            "none",
            SdkTelemetry.SPANS_PER_SECOND,
            "100"));
    options.setTelemetryRun("one");
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    Tracing<String> twoSpans =
        new Tracing<>() {
          @Override
          public TraceParent sampled(String element) {
            return new TraceParent(element, "00f067aa0ba902b7", true);
          }

          @Override
          public void trace(String element, EventSpans out) {
            out.span("first").with("valid", true);
            out.span("second").rejected("because");
          }
        };
    try (Telemetry telemetry =
        Telemetry.open(options, List.of(), List.of(SimpleSpanProcessor.create(spans)))) {
      BundleTrace bundle = new BundleTrace(telemetry, "bundle", SpanKind.INTERNAL);
      for (int i = 0; i < 2000; i++) {
        String traceId = traceId();
        bundle.event(traceId, twoSpans.sampled(traceId), twoSpans, telemetry.now());
      }
      bundle.end();

      Map<String, Long> made =
          spans.getFinishedSpanItems().stream()
              .collect(Collectors.groupingBy(SpanData::getName, Collectors.counting()));
      assertThat(made).containsEntry("bundle", 1L).containsEntry("first", made.get("second"));
      assertThat(2 * made.get("first") + telemetry.share().leftOut()).isEqualTo(4000);
      assertThat(telemetry.share().leftOut()).isPositive();
    }
  }

  @Test
  void aLimitThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () ->
                SdkTelemetry.open(
                    Map.of(SdkTelemetry.SPANS_PER_SECOND, "many"), "one", List.of(), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("otel.tributary.event.spans.per.second=many is no number above 0");
  }
}

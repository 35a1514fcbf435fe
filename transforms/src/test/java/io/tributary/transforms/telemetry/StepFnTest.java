package io.tributary.transforms.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tributary.schemas.failure.Reason;
import io.tributary.transforms.DirectRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepFnTest {

  private final CollectedTelemetry telemetry = new CollectedTelemetry();

  @AfterEach
  void forgetTelemetry() {
    telemetry.close();
  }

  @Test
  void runsAStepWithASpanPerBundleAndCounters() {
    List<String> words = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 3000; i++) { // more than are counted at a time
      words.add("w" + i);
      expected.add("W" + i);
    }
    Pipeline pipeline = DirectRun.pipeline();
    telemetry.listenTo(pipeline.getOptions());

    PCollection<String> loud =
        DirectRun.given(pipeline, StringUtf8Coder.of(), words)
            .apply("Shout", ParDo.of(StepFn.of("analytics.validate_batch", new Shout())))
            .setCoder(StringUtf8Coder.of());
    DirectRun.assertHolds(loud, word -> word, expected);
    PipelineResult result = pipeline.run();

    assertThat(DirectRun.counters(result))
        .isEqualTo(Map.of("events.ingested", 3000L, "events.valid", 3000L, "events.late", 3000L));
    List<SpanData> bundles = telemetry.spans();
    assertThat(bundles)
        .isNotEmpty()
        .allMatch(span -> span.getName().equals("analytics.validate_batch"))
        .allMatch(SpanData::hasEnded)
        .allMatch(span -> span.getStatus().getStatusCode() == StatusCode.UNSET);
    assertThat(total(bundles, "batch.event_count")).isEqualTo(3000);
    assertThat(total(bundles, "validation.valid_count")).isEqualTo(3000);
    assertThat(bundles)
        .allMatch(
            span -> Set.of("batch.event_count", "validation.valid_count").containsAll(keys(span)));
    assertThat(exported())
        .containsEntry("analytics.events.ingested", 3000L)
        .containsEntry("analytics.events.late", 3000L)
        .doesNotContainKey("analytics.events.invalid");
  }

  @Test
  void aStepThatFailsFailsTheBundleAndItsSpanTellsNoData() {
    assertFails(new FailsAtOnce());
  }

  @Test
  void aStepThatFailsAtTheEndOfTheBundleDoesSoToo() {
    assertFails(new FailsAtTheEnd());
  }

  private void assertFails(Step<String, String> step) {
    Pipeline pipeline = DirectRun.pipeline();
    telemetry.listenTo(pipeline.getOptions());
    DirectRun.given(pipeline, StringUtf8Coder.of(), List.of("secret"))
        .apply("Fail", ParDo.of(StepFn.of("analytics.enrich", step)))
        .setCoder(StringUtf8Coder.of());

    assertThatThrownBy(pipeline::run).isInstanceOf(Pipeline.PipelineExecutionException.class);
    assertThat(telemetry.spans())
        .isNotEmpty()
        .allSatisfy(
            span -> {
              assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
              assertThat(span.getStatus().getDescription()).isEqualTo("IllegalStateException");
              assertThat(span.getEvents()).isEmpty();
              assertThat(span.getAttributes().asMap()).isEmpty();
            });
  }

  @Test
  void everyReasonHasItsCounter() {
    Set<Measure> counters = new HashSet<>();
    for (Reason reason : Reason.values()) {
      assertThat(Measure.rejected(reason).metric()).isEqualTo("events.rejected." + reason);
      counters.add(Measure.rejected(reason));
    }
    assertThat(counters).hasSameSizeAs(Reason.values());
  }

  @Test
  void noTwoMeasuresShareANameOrAnAttribute() {
    Set<String> names = new HashSet<>();
    for (Measure measure : Measure.values()) {
      assertThat(names.add(measure.metric())).isTrue();
      assertThat(measure.attribute() == null || names.add("attribute " + measure.attribute()))
          .isTrue();
    }
  }

  private Map<String, Long> exported() {
    Map<String, Long> sums = new HashMap<>();
    for (MetricData metric : telemetry.metrics()) {
      long sum =
          metric.getLongSumData().getPoints().stream().mapToLong(LongPointData::getValue).sum();
      sums.put(metric.getName(), sum);
    }
    return sums;
  }

  private static long total(List<SpanData> bundles, String attribute) {
    return bundles.stream()
        .map(span -> span.getAttributes().get(AttributeKey.longKey(attribute)))
        .filter(count -> count != null)
        .mapToLong(Long::longValue)
        .sum();
  }

  private static Set<String> keys(SpanData span) {
    Set<String> keys = new HashSet<>();
    span.getAttributes().forEach((key, value) -> keys.add(key.getKey()));
    return keys;
  }

  /** Holds every second word back to the end of the bundle. */
  private static final class Shout implements Step<String, String> {
    private static final long serialVersionUID = 1L;
    private transient boolean isOpen;
    private transient List<String> held;

    @Override
    public void open() {
      isOpen = true;
    }

    @Override
    public void start() {
      held = new ArrayList<>();
    }

    @Override
    public void process(String word, Consumer<String> out, Counts counts) {
      if (!isOpen) {
        throw new IllegalStateException("not open");
      }
      counts.add(Measure.EVENTS_INGESTED);
      counts.add(Measure.EVENTS_LATE, 1);
      held.add(word.toUpperCase(Locale.ROOT));
      if (held.size() == 2) {
        out.accept(held.remove(0));
        counts.add(Measure.EVENTS_VALID);
      }
    }

    @Override
    public void finish(Consumer<String> out, Counts counts) {
      held.forEach(out);
      counts.add(Measure.EVENTS_VALID, held.size());
    }
  }

  private static final class FailsAtOnce implements Step<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(String word, Consumer<String> out, Counts counts) {
      counts.add(Measure.EVENTS_INGESTED);
      throw new IllegalStateException("cannot read " + word);
    }
  }

  private static final class FailsAtTheEnd implements Step<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(String word, Consumer<String> out, Counts counts) {}

    @Override
    public void finish(Consumer<String> out, Counts counts) {
      throw new IllegalStateException("cannot finish");
    }
  }
}

package io.tributary.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.transforms.telemetry.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;

/**
 * Pipelines on the direct runner. It checks what other runners do not: that no step changes what it
 * was given and that everything survives its coder. A pipeline takes about a second, so tests put
 * all their cases into few of them.
 */
public final class DirectRun {

  private DirectRun() {}

  /** An empty pipeline. */
  public static Pipeline pipeline() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(2);
    return Pipeline.create(options);
  }

  /** A pipeline's input. */
  public static <T> PCollection<T> given(Pipeline pipeline, Coder<T> coder, List<T> elements) {
    return pipeline.apply("Given", Create.of(elements).withCoder(coder));
  }

  /** Checks, when the pipeline runs, that a collection holds elements of these descriptions. */
  public static <T> void assertHolds(
      PCollection<T> actual, SerializableFunction<T, String> describe, List<String> expected) {
    List<String> sent = new ArrayList<>(expected); // a list that can travel
    PAssert.that(actual)
        .satisfies(
            elements -> {
              List<String> described = new ArrayList<>();
              elements.forEach(element -> described.add(describe.apply(element)));
              assertThat(described).containsExactlyInAnyOrderElementsOf(sent);
              return null;
            });
  }

  /** The counters of the pipeline's steps, by metric, zeros left out. */
  public static Map<String, Long> counters(PipelineResult result) {
    Map<String, Long> counters = new TreeMap<>();
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(Measure.NAMESPACE))
            .build();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      if (counter.getAttempted() != 0) {
        counters.merge(counter.getName().getName(), counter.getAttempted(), Long::sum);
      }
    }
    return counters;
  }

  /** A row in a few words; sessions and their numbers, but not their ids. */
  public static String describe(WarehouseRow row) {
    if (row instanceof SessionedEvent event) {
      return "event %s of %s #%d"
          .formatted(
              event.event().text(Text.EVENT_ID),
              event.resolvedUserId(),
              event.sessionEventNumber());
    } else if (row instanceof Duplicate duplicate) {
      return "duplicate %s at %d of %d"
          .formatted(
              duplicate.eventId(), duplicate.coordinate().offset(), duplicate.original().offset());
    } else if (row instanceof DeadLetter dead) {
      return "dead letter %d %s"
          .formatted(dead.failure().coordinate().offset(), dead.failure().reason());
    } else if (row instanceof Session session) {
      return "session of %s: %d events, user %s, revision %d"
          .formatted(
              session.clientKey().text(),
              session.eventCount(),
              session.userId(),
              session.revision());
    }
    return row.toString();
  }
}

package io.tributary.transforms.validate;

import io.tributary.schemas.coder.OutcomeCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import io.tributary.transforms.telemetry.Step;
import io.tributary.transforms.telemetry.StepFn;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Judges every raw record against the envelope's rules and its registered schema.
 *
 * <p>Input: raw records. Output: for each of them exactly one outcome, the event or the failure
 * that takes its place. Stateless; bounded and unbounded input alike.
 */
public final class Validate
    extends PTransform<PCollection<RawRecord>, PCollection<Outcome<Event>>> {

  private static final long serialVersionUID = 1L;

  private final SchemaRegistry registry;

  private Validate(SchemaRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param registry the schemas that are registered
   */
  public static Validate against(SchemaRegistry registry) {
    return new Validate(registry);
  }

  @Override
  public PCollection<Outcome<Event>> expand(PCollection<RawRecord> raw) {
    return raw.apply(
            "Check",
            ParDo.of(
                StepFn.of("analytics.validate_batch", new Check(registry))
                    .withTracing(new OutcomeTracing())))
        .setCoder(OutcomeCoder.of());
  }

  private static final class Check implements Step<RawRecord, Outcome<Event>> {
    private static final long serialVersionUID = 1L;
    private final SchemaRegistry registry;
    private transient EventValidator validator;

    Check(SchemaRegistry registry) {
      this.registry = registry;
    }

    @Override
    public void open() {
      validator = new EventValidator(registry);
    }

    @Override
    public void process(RawRecord raw, Consumer<Outcome<Event>> out, Counts counts) {
      counts.add(Measure.EVENTS_INGESTED);
      if (TraceParent.isRubbish(raw.headers())) {
        counts.add(Measure.TRACEPARENT_INVALID);
      }
      Outcome<Event> outcome = validator.check(raw);
      if (outcome instanceof Outcome.Rejected<Event> rejected) {
        Failure failure = rejected.failure();
        counts.add(Measure.EVENTS_INVALID);
        counts.add(Measure.rejected(failure.reason()));
      } else {
        counts.add(Measure.EVENTS_VALID);
      }
      out.accept(outcome);
    }
  }
}

package io.tributary.transforms.validate;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.raw;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.failure.Outcome;
import io.tributary.transforms.DirectRun;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.Test;

class ValidateTest {

  @Test
  void givesEachRecordExactlyOneOutcome() {
    Pipeline pipeline = DirectRun.pipeline();

    DirectRun.assertHolds(
        DirectRun.given(
                pipeline,
                RawRecordCoder.of(),
                List.of(
                    raw(1, NOON, valid().json()),
                    raw(2, NOON, null),
                    raw(3, NOON, "{"),
                    raw(4, NOON, valid().text("event_type", "no.such").json()),
                    raw(5, NOON, valid().text("user_id", "\\u0041").json()),
                    raw(5, NOON, valid().text("user_id", "\\u0041").json())))
            .apply("Validate", Validate.against(Payload.REGISTRY)),
        ValidateTest::describe,
        List.of(
            "event at events/0/1",
            "MALFORMED_JSON at events/0/2",
            "MALFORMED_JSON at events/0/3",
            "UNKNOWN_EVENT_TYPE at events/0/4",
            "event at events/0/5",
            "event at events/0/5"));
    PipelineResult result = pipeline.run();

    assertThat(DirectRun.counters(result))
        .isEqualTo(
            Map.of(
                "events.ingested", 6L,
                "events.valid", 3L,
                "events.invalid", 3L,
                "events.rejected.MALFORMED_JSON", 2L,
                "events.rejected.UNKNOWN_EVENT_TYPE", 1L));
  }

  private static String describe(Outcome<Event> outcome) {
    return outcome instanceof Outcome.Rejected<Event> rejected
        ? rejected.failure().reason() + " at " + rejected.failure().coordinate()
        : "event at " + ((Outcome.Ok<Event>) outcome).value().coordinate();
  }
}

package io.tributary.transforms.raw;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.header;
import static io.tributary.transforms.Records.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.RawRecordCoder;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.DirectRun;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.junit.jupiter.api.Test;

class DistinctRecordsTest {

  @Test
  void makesOneRecordOfThoseAtTheSamePlaceInvalidOnesToo() {
    RawRecord elsewhere =
        new RawRecord(new Coordinate("events", 1, 1), NOON, null, List.of(header("h", "v")), null);
    Pipeline pipeline = DirectRun.pipeline();

    DirectRun.assertHolds(
        DirectRun.given(
                pipeline,
                RawRecordCoder.of(),
                List.of(
                    raw(1, NOON, "{}"),
                    raw(2, NOON, null),
                    raw(1, NOON, "{}"),
                    elsewhere,
                    raw(2, NOON, null),
                    raw(3, NOON, "{}"),
                    raw(1, NOON, "{}")))
            .apply("Distinct", DistinctRecords.create()),
        RawRecord::toString,
        List.of(
            "RawRecord[events/0/1, 2 bytes]",
            "RawRecord[events/0/2, no payload]",
            "RawRecord[events/1/1, no payload]",
            "RawRecord[events/0/3, 2 bytes]"));
    PipelineResult result = pipeline.run();

    assertThat(DirectRun.counters(result)).isEqualTo(Map.of("records.repeated", 3L));
  }

  @Test
  void failsTheRunWhereTwoRecordsAtOnePlaceDiffer() {
    Pipeline pipeline = DirectRun.pipeline();
    DirectRun.given(
            pipeline,
            RawRecordCoder.of(),
            List.of(raw(1, NOON, "{\"secret\":1}"), raw(1, NOON, "{\"secret\":2}")))
        .apply("Distinct", DistinctRecords.create());

    assertThatThrownBy(pipeline::run)
        .hasStackTraceContaining("Two different raw records stand at events/0/1")
        .hasStackTraceContaining("a raw store of its own")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("secret"));
  }
}

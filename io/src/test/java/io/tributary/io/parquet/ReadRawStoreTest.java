package io.tributary.io.parquet;

import static io.tributary.io.parquet.RawRecords.MIDNIGHT;
import static io.tributary.io.parquet.RawRecords.plan;
import static io.tributary.io.parquet.RawRecords.records;
import static io.tributary.io.parquet.RawRecords.write;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadRawStoreTest {

  @TempDir Path folder;

  private final Pipeline pipeline =
      Pipeline.create(
          PipelineOptionsFactory.fromArgs("--runner=DirectRunner", "--targetParallelism=1")
              .create());

  private void assertRead(RawPlan plan, RawRecord... expected) {
    PCollection<RawRecord> read = pipeline.apply("Raw", ReadRawStore.of(plan));
    PAssert.that(read).containsInAnyOrder(expected);
    pipeline.run().waitUntilFinish();
  }

  @Test
  void givesEachRecordOnceWhereFilesOverlap() throws Exception {
    Path file = write(folder.resolve("a.parquet"), records(0, 1, 2, 3));
    Files.copy(file, folder.resolve("copy.parquet"));
    write(folder.resolve("b.parquet"), records(3, 4));
    write(folder.resolve("c.parquet"), records(10, 11));
    assertRead(plan(folder), records(0, 1, 2, 3, 4, 10, 11));
  }

  @Test
  void readsAStoreThatRepeatsItselfAltogether() throws Exception {
    Path file = write(folder.resolve("a.parquet"), records(0, 1));
    Files.copy(file, folder.resolve("copy.parquet"));
    assertRead(plan(folder), records(0, 1));
  }

  @Test
  void readsOnlyWhatIsInTheRange() {
    write(folder.resolve("a.parquet"), records(0, 1, 2, 3, 4));
    assertRead(plan(folder, MIDNIGHT + 1, MIDNIGHT + 4), records(1, 2, 3));
  }

  @Test
  void aRangeWithoutRecordsGivesNone() {
    write(folder.resolve("a.parquet"), records(0, 1));
    assertRead(plan(folder, MIDNIGHT + 5, MIDNIGHT + 6));
  }

  @Test
  void aRecordsTimeIsWhenItWasReceived() {
    write(folder.resolve("a.parquet"), records(0, 1));
    PCollection<String> times =
        pipeline.apply("Raw", ReadRawStore.of(plan(folder))).apply(ParDo.of(new TimeOf()));
    PAssert.that(times).containsInAnyOrder("events/0/0 0", "events/0/1 1");
    pipeline.run().waitUntilFinish();
  }

  private static final class TimeOf extends DoFn<RawRecord, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element RawRecord record, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(record.coordinate() + " " + (time.getMillis() - MIDNIGHT));
    }
  }

  @Test
  void differentBytesAtOneCoordinateFailTheRun() {
    write(folder.resolve("a.parquet"), records(0, 1));
    write(
        folder.resolve("b.parquet"),
        new RawRecord(
            new Coordinate("events", 0, 1), MIDNIGHT + 1, null, List.of(), new byte[] {'x'}));
    pipeline.apply("Raw", ReadRawStore.of(plan(folder)));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasMessageContaining("Two different raw records stand at events/0/1")
        .hasMessageContaining("Give each life of a topic a name or a raw store of its own");
  }

  @Test
  void aFileThatIsDamagedWhereThePlanDidNotLookIsNamed() throws Exception {
    Path file = write(folder.resolve("a.parquet"), records(0, 1, 2));
    RawPlan plan = plan(folder);
    byte[] bytes = Files.readAllBytes(file);
    int payload = indexOf(bytes, "payload 0");
    Arrays.fill(bytes, payload - 12, payload + 12, (byte) 0x5a);
    Files.write(file, bytes);
    pipeline.apply("Raw", ReadRawStore.of(plan));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish())
        .hasStackTraceContaining(file + " is damaged (");
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}

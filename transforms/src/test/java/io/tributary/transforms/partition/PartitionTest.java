package io.tributary.transforms.partition;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.MIDNIGHT;
import static io.tributary.transforms.Records.at;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import io.tributary.transforms.DirectRun;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

/** Which days are written, and which table a row goes to. */
class PartitionTest {

  private static final DayRange TENTH =
      new DayRange(LocalDate.parse("2026-03-10"), LocalDate.parse("2026-03-11"));

  @Test
  void keepsTheRowsOfTheRangeAndKnowsTheirTables() {
    List<WarehouseRow> rows = new ArrayList<>();
    for (long time : new long[] {MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + DAY - 1, MIDNIGHT + DAY}) {
      rows.add(enriched("page.viewed", "1-0-0", time));
      rows.add(deadLetter(time));
      rows.add(duplicate(time));
      rows.add(session(time));
    }
    rows.add(enriched("page.viewed", "1-9-3", MIDNIGHT));
    rows.add(enriched("page.viewed", "2-0-0", MIDNIGHT));
    rows.add(enriched("cart", "1-0-0", MIDNIGHT));
    Pipeline pipeline = DirectRun.pipeline();

    PCollection<WarehouseRow> given = DirectRun.given(pipeline, WarehouseRowCoder.of(), rows);
    DirectRun.assertHolds(
        given.apply("Keep", KeepDays.in(TENTH)).apply("Partition", PartitionByType.create()),
        PartitionTest::describe,
        List.of(
            "events_page_viewed at 0",
            "dead_letters at 0",
            "duplicates at 0",
            "sessions at 0",
            "events_page_viewed at 86399999",
            "dead_letters at 86399999",
            "duplicates at 86399999",
            "sessions at 86399999",
            "events_page_viewed at 0",
            "events_page_viewed_v2 at 0",
            "events_cart at 0"));
    PipelineResult result = pipeline.run();

    assertThat(DirectRun.counters(result)).isEqualTo(Map.of("replay.context_rows", 8L));
    assertThat(given.apply("KeepAll", KeepDays.in(DayRange.all()))).isSameAs(given);
  }

  @Test
  void anEventThatWasNotEnrichedIsAFaultOfTheGraph() {
    Pipeline pipeline = DirectRun.pipeline();
    DirectRun.given(
            pipeline,
            WarehouseRowCoder.of(),
            List.of(new SessionedEvent(event("e").build(), null, null, 0)))
        .apply("Partition", PartitionByType.create());

    assertThatThrownBy(pipeline::run)
        .hasStackTraceContaining("An event reached the warehouse without passing Enrich");
  }

  @Test
  void aRangeHasItsFirstDayAndNotItsLast() {
    assertThat(TENTH.contains(MIDNIGHT - 1)).isFalse();
    assertThat(TENTH.contains(MIDNIGHT)).isTrue();
    assertThat(TENTH.contains(MIDNIGHT + DAY - 1)).isTrue();
    assertThat(TENTH.contains(MIDNIGHT + DAY)).isFalse();
    assertThat(TENTH.isAll()).isFalse();
    assertThat(TENTH).hasToString("2026-03-10 to 2026-03-10");
  }

  @Test
  void aRangeMayHaveOneBoundOrNone() {
    DayRange from = new DayRange(TENTH.from(), null);
    DayRange to = new DayRange(null, TENTH.to());

    assertThat(from.contains(Long.MAX_VALUE - 1)).isTrue();
    assertThat(from.contains(MIDNIGHT - 1)).isFalse();
    assertThat(to.contains(Long.MIN_VALUE)).isTrue();
    assertThat(to.contains(MIDNIGHT + DAY)).isFalse();
    assertThat(DayRange.all().contains(-1)).isTrue();
    assertThat(DayRange.all().isAll()).isTrue();
    assertThat(from).hasToString("2026-03-10 to the last day");
    assertThat(to).hasToString("the first day to 2026-03-10");
    assertThat(DayRange.all()).hasToString("all days");
  }

  @Test
  void refusesARangeWithoutDays() {
    assertThatThrownBy(() -> new DayRange(TENTH.from(), TENTH.from()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The range is empty: from 2026-03-10 must be before to 2026-03-10");
    assertThatThrownBy(() -> new DayRange(TENTH.to(), TENTH.from()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String describe(TableRow row) {
    return row.table() + " at " + (row.row().partitionTime() - MIDNIGHT);
  }

  private static EnrichedEvent enriched(String type, String version, long received) {
    return new EnrichedEvent(
        new SessionedEvent(
            event("e").type(type).text(Text.SCHEMA_VERSION, version).received(received).build(),
            null,
            "session",
            1),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static DeadLetter deadLetter(long received) {
    return new DeadLetter(
        new Failure(Reason.TOO_LARGE, "x", at(1), received, List.of(), null, null, null));
  }

  private static Duplicate duplicate(long received) {
    return new Duplicate(
        "e", "t", new ClientKey("a:x"), at(2), received, at(1), received - DAY, null);
  }

  private static Session session(long closed) {
    return new Session(
        "s", new ClientKey("a:x"), "x", null, closed - DAY, closed - DAY, 1, "t", "t", closed, 1);
  }
}

package io.tributary.transforms.partition;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.coder.TableRowCoder;
import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.TableRow;
import io.tributary.transforms.DirectRun;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;

class KeepBeyondTest {

  private static TableRow row(String table, long offset, long time) {
    return new TableRow(
        table, new Duplicate("e", "t", new ClientKey("a:x"), at(offset), time, at(0), NOON, null));
  }

  @Test
  void keepsTheRowsThatTheirTablesDoNotHoldYet() {
    Pipeline pipeline = DirectRun.pipeline();
    DirectRun.assertHolds(
        DirectRun.given(
                pipeline,
                TableRowCoder.of(),
                List.of(
                    row("one", 1, NOON - 1),
                    row("one", 2, NOON),
                    row("two", 3, NOON),
                    row("two", 4, NOON + 5)))
            .apply("Keep", KeepBeyond.of(Map.of("one", NOON), NOON + 5)),
        row -> row.row().toString(),
        List.of(
            "Duplicate[" + at(2) + " of " + at(0) + "]",
            "Duplicate[" + at(4) + " of " + at(0) + "]"));

    assertThat(DirectRun.counters(pipeline.run())).containsEntry("replay.context_rows", 2L);
  }
}

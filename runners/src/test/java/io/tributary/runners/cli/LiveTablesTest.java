package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTablesTest {

  @TempDir Path namespace;

  private void metadata(String table, String file, String json) throws IOException {
    Path folder = Files.createDirectories(namespace.resolve(table).resolve("metadata"));
    Files.writeString(folder.resolve(file + ".metadata.json"), json);
  }

  private static String rows(long rows) {
    return "{\"current-snapshot-id\": 7, \"snapshots\": [{\"snapshot-id\": 6, \"summary\":"
        + " {\"total-records\": \"1\"}}, {\"snapshot-id\": 7, \"summary\": {\"total-records\": \""
        + rows
        + "\"}}]}";
  }

  @Test
  void countsTheNewestSnapshotOfEachTable() throws IOException {
    metadata("events_a", "00000-x", "{\"current-snapshot-id\": -1, \"snapshots\": []}");
    metadata("events_b", "00009-x", rows(5));
    metadata("events_b", "00010-a", rows(12));
    metadata("a_view", "00000-x.gz", "not to be read");
    Files.createDirectories(namespace.resolve("no_table"));
    assertThat(new LiveTables(namespace).rows())
        .containsExactly(entry("events_a", 0L), entry("events_b", 12L));
  }

  @Test
  void leavesOutWhatIsBeingWritten() throws IOException {
    metadata("events_a", "00000-x", "{\"current-snap");
    LiveTables tables = new LiveTables(namespace);
    assertThat(tables.rows()).isEmpty();
    metadata("events_a", "00000-x", rows(3));
    assertThat(tables.rows()).containsExactly(entry("events_a", 3L));
  }

  @Test
  void findsNothingWhereNothingIsYet() {
    assertThat(new LiveTables(namespace.resolve("later")).rows()).isEmpty();
  }
}

package io.tributary.io.kafka;

import static io.tributary.io.kafka.ArchiveLogs.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.parquet.RawPartition;
import java.util.Map;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class ArchiveCodersTest {

  private static final RawPartition LARGEST = new RawPartition("a-1.b_\u00fc", Integer.MAX_VALUE);

  @Test
  void whatTravelsComesBack() throws Exception {
    for (ArchiveAdvance value :
        new ArchiveAdvance[] {
          new ArchiveAdvance(partition(0), 0, 1, -1, 0),
          new ArchiveAdvance(LARGEST, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 60)
        }) {
      CoderProperties.coderDecodeEncodeEqual(new ArchiveAdvance.Coder(), value);
    }
    for (Archived value : new Archived[] {Archived.START, new Archived(LARGEST, Long.MAX_VALUE)}) {
      CoderProperties.coderDecodeEncodeEqual(new Archived.Coder(), value);
    }
    for (ArchivePending value :
        new ArchivePending[] {
          ArchivePending.nothing(0),
          ArchivePending.nothing(7).withWaking(true),
          new ArchivePending(1, 2, Long.MAX_VALUE, -5, 1L << 60, true)
        }) {
      CoderProperties.coderDecodeEncodeEqual(new ArchivePending.Coder(), value);
    }
    for (ArchiveOffsets value :
        new ArchiveOffsets[] {
          ArchiveOffsets.NONE, new ArchiveOffsets(Map.of(LARGEST, 7L, partition(3), 0L))
        }) {
      CoderProperties.coderDecodeEncodeEqual(new ArchiveOffsets.Coder(), value);
    }
  }

  @Test
  void codersOfAKindAreEqual() {
    assertThat(new Archived.Coder()).isEqualTo(new Archived.Coder());
    assertThat(new ArchivePending.Coder()).isNotEqualTo(new Archived.Coder());
  }

  @Test
  void whatHasBeenArchivedIsNotPendingAgain() {
    ArchivePending at = ArchivePending.nothing(10);
    assertThat(at.with(new ArchiveAdvance(partition(0), 3, 10, 5, 100))).isEqualTo(at);
    ArchivePending pending = at.with(new ArchiveAdvance(partition(0), 8, 12, 5, 100));
    assertThat(pending).isEqualTo(new ArchivePending(10, 10, 12, 5, 100, false));
    assertThat(pending.with(new ArchiveAdvance(partition(0), 15, 16, 4, 1)))
        .isEqualTo(new ArchivePending(10, 10, 16, 4, 101, false));
    assertThat(pending.archived()).isEqualTo(ArchivePending.nothing(12));
  }
}

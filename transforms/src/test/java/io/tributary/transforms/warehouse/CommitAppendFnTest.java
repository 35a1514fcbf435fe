package io.tributary.transforms.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.transforms.warehouse.AppendWarehouse.OutOfOrder;
import io.tributary.transforms.warehouse.AppendWarehouse.Refused;
import io.tributary.transforms.warehouse.FolderAppends.Made;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.OutputBuilder;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles as Flink brings them after a checkpoint that failed: the next append before this. */
class CommitAppendFnTest {

  @TempDir private Path folder;
  private FolderAppends warehouse;
  private CommitAppendFn commit;
  private final List<Long> slept = new ArrayList<>();

  @BeforeEach
  void open() {
    warehouse = new FolderAppends(folder.toString(), 0);
    commit = fn(warehouse);
  }

  private CommitAppendFn fn(AppendWarehouse on) {
    CommitAppendFn fn = new CommitAppendFn(on, slept::add);
    fn.setup(PipelineOptionsFactory.create());
    return fn;
  }

  private void bundle(CommitAppendFn fn, long... sequences) {
    fn.startBundle();
    for (long sequence : sequences) {
      fn.process(new Append(sequence, sequence, List.of()), new Instant(0), new Nowhere());
    }
    fn.finishBundle(null);
  }

  private List<Long> made() {
    return warehouse.made().stream().map(Made::sequence).toList();
  }

  @Test
  void anAppendWaitsForItsPredecessorInTheNextBundle() {
    bundle(commit, 0, 2);
    assertThat(made()).containsExactly(0L);
    bundle(commit, 1);
    assertThat(made()).containsExactly(0L, 1L, 2L);
    bundle(commit, 3);
    assertThat(made()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void anAppendWaitsForItsPredecessorOnAnotherWorker() {
    CommitAppendFn other = fn(warehouse);
    CommitAppendFn patient =
        new CommitAppendFn(
            warehouse,
            millis -> {
              if (made().size() == 1) {
                bundle(other, 1);
              }
            });
    patient.setup(PipelineOptionsFactory.create());
    bundle(patient, 0, 2);
    assertThat(made()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aPredecessorThatNeverComesFailsTheNextBundle() {
    bundle(commit, 0, 2);
    assertThatThrownBy(() -> bundle(commit, 3))
        .isInstanceOf(OutOfOrder.class)
        .hasMessage("Append 1 is missing");
    assertThat(made()).containsExactly(0L);
  }

  @Test
  void whatTheWarehouseRefusesIsNotTriedAgain() {
    AppendWarehouse refusing =
        new AppendWarehouse() {
          @Override
          public Warehouse.Files openFiles() {
            throw new UnsupportedOperationException();
          }

          @Override
          public void append(Append append, Consumer<Committed> committed) {
            throw new Refused("another stream has taken over");
          }
        };
    assertThatThrownBy(() -> bundle(fn(refusing), 0)).isInstanceOf(Refused.class);
    assertThat(slept).isEmpty();
  }

  private static final class Nowhere implements DoFn.OutputReceiver<String> {
    @Override
    public OutputBuilder<String> builder(String value) {
      throw new UnsupportedOperationException();
    }
  }
}

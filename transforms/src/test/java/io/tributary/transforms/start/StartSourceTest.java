package io.tributary.transforms.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class StartSourceTest {

  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @Test
  void givesOneElementAndStaysUp() throws IOException {
    UnboundedReader<Integer> reader = new StartSource(0).createReader(OPTIONS, null);
    assertThat(reader.getWatermark()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(reader.start()).isTrue();
    assertThat(reader.getCurrent()).isZero();
    assertThat(reader.getCurrentTimestamp()).isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE);
    assertThat(reader.advance()).isFalse();
    assertThatThrownBy(reader::getCurrent).isInstanceOf(NoSuchElementException.class);
    assertThat(reader.getWatermark())
        .isEqualTo(GlobalWindow.INSTANCE.maxTimestamp())
        .isLessThan(BoundedWindow.TIMESTAMP_MAX_VALUE);
  }

  @Test
  void eachWorkerHasAShareAndOneTheElement() throws IOException {
    List<StartSource> shares = new StartSource(0).split(4, OPTIONS);
    assertThat(shares).hasSize(4);
    int elements = 0;
    for (StartSource share : shares) {
      assertThat(share.split(4, OPTIONS)).hasSize(share == shares.get(0) ? 4 : 1);
      elements += SerializableUtils.clone(share).createReader(OPTIONS, null).start() ? 1 : 0;
    }
    assertThat(elements).isOne();
  }

  @Test
  void doesNotGiveItAgainAfterARestore() throws Exception {
    StartSource source = new StartSource(0);
    UnboundedReader<Integer> before = source.createReader(OPTIONS, null);
    assertThat(source.createReader(OPTIONS, restored(source, before)).start()).isTrue();
    before.start();
    UnboundedReader<Integer> after = source.createReader(OPTIONS, restored(source, before));
    assertThat(after.start()).isFalse();
    assertThat(after.getWatermark()).isEqualTo(GlobalWindow.INSTANCE.maxTimestamp());
  }

  private static StartSource.Mark restored(StartSource source, UnboundedReader<Integer> reader)
      throws IOException {
    StartSource.Mark mark = (StartSource.Mark) reader.getCheckpointMark();
    return CoderUtils.clone(source.getCheckpointMarkCoder(), mark);
  }
}

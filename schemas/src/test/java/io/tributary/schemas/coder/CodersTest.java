package io.tributary.schemas.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class CodersTest {

  private static final List<Coder<?>> CODERS =
      List.of(
          RawRecordCoder.of(),
          EventCoder.of(),
          FailureCoder.of(),
          OutcomeCoder.of(),
          SessionedEventCoder.of(),
          WarehouseRowCoder.of(),
          TableRowCoder.of());

  @Test
  void aCoderEqualsItsLikeAndNoOther() {
    for (Coder<?> one : CODERS) {
      for (Coder<?> other : CODERS) {
        assertThat(one.equals(other)).isEqualTo(one == other);
      }
      assertThat(one).isNotEqualTo(null);
      assertThat(one).isNotEqualTo("coder");
    }
  }

  @Test
  void aCoderThatTravelledIsTheSame() {
    for (Coder<?> coder : CODERS) {
      Coder<?> travelled = SerializableUtils.clone(coder);

      assertThat(travelled).isEqualTo(coder).hasSameHashCodeAs(coder);
    }
  }

  @Test
  void codersAreDeterministicAndConsistentWithEquals() {
    for (Coder<?> coder : CODERS) {
      assertThatCode(coder::verifyDeterministic).doesNotThrowAnyException();
      assertThat(coder.consistentWithEquals()).isTrue();
      assertThat(coder.getCoderArguments()).isNullOrEmpty();
    }
  }

  @Test
  void aValueThatIsCutShortIsAnError() throws IOException {
    byte[] whole =
        CoderUtils.encodeToByteArray(EventCoder.of(), new AnyValues(new Random(1)).event());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> EventCoder.of().decode(new ByteArrayInputStream(cut)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aSmallValueBehindAGiantOneIsSmall() throws IOException {
    RawRecord giant = record(new byte[5 << 20]);
    RawRecord small = record(new byte[] {1});
    byte[] alone = CoderUtils.encodeToByteArray(RawRecordCoder.of(), small);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RawRecordCoder.of().encode(giant, out);
    int before = out.size();
    RawRecordCoder.of().encode(small, out);

    assertThat(out.size() - before).isEqualTo(alone.length);
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(RawRecordCoder.of().decode(in).payload()).hasSize(5 << 20);
    assertThat(RawRecordCoder.of().decode(in)).isEqualTo(small);
  }

  @Test
  void nullAndEmptyAreToldApart() throws IOException {
    for (byte[] payload : new byte[][] {null, {}, {0}}) {
      RawRecord record = record(payload);

      RawRecord back =
          CoderUtils.decodeFromByteArray(
              RawRecordCoder.of(), CoderUtils.encodeToByteArray(RawRecordCoder.of(), record));
      assertThat(back.payload()).isEqualTo(payload);
    }
  }

  @Test
  void anEventTakesLittleMoreThanItsBytes() throws IOException {
    byte[] payload = new byte[600];
    int[] slices = new int[2 * Event.Text.COUNT];
    Arrays.fill(slices, 300);
    Event event =
        new Event(
            new Coordinate("events", 11, 1_234_567_890L),
            1_773_144_000_000L,
            List.of(),
            payload,
            payload.length,
            slices,
            new Event.Clocks(1_773_144_000_000L, 1_773_144_000_000L, 1_773_144_000_000L),
            new Event.Fingerprint(-1, -1));

    assertThat(CoderUtils.encodeToByteArray(EventCoder.of(), event).length - payload.length)
        .isLessThan(130);
  }

  private static RawRecord record(byte[] payload) {
    return new RawRecord(new Coordinate("t", 0, 1), 1, null, List.of(), payload);
  }
}

package io.tributary.schemas.coder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;

class CodersProperties {

  @Property(seed = "20260302")
  void rawRecordsComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(RawRecordCoder.of(), seed, AnyValues::rawRecord);
  }

  @Property(seed = "20260302")
  void eventsComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(EventCoder.of(), seed, AnyValues::event);
  }

  @Property(seed = "20260302")
  void failuresComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(FailureCoder.of(), seed, AnyValues::failure);
  }

  @Property(seed = "20260302")
  void outcomesComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(OutcomeCoder.of(), seed, AnyValues::outcome);
  }

  @Property(seed = "20260302")
  void sessionedEventsComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(SessionedEventCoder.of(), seed, AnyValues::sessionedEvent);
  }

  @Property(seed = "20260302")
  void rowsComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(WarehouseRowCoder.of(), seed, AnyValues::row);
  }

  @Property(seed = "20260302")
  void tableRowsComeBack(@ForAll long seed) throws IOException {
    assertRoundTrip(TableRowCoder.of(), seed, AnyValues::tableRow);
  }

  private static <T> void assertRoundTrip(Coder<T> coder, long seed, Function<AnyValues, T> kind)
      throws IOException {
    T value = kind.apply(new AnyValues(new Random(seed)));
    T same = kind.apply(new AnyValues(new Random(seed)));
    T other = kind.apply(new AnyValues(new Random(~seed)));

    byte[] bytes = CoderUtils.encodeToByteArray(coder, value);
    assertThat(CoderUtils.decodeFromByteArray(coder, bytes))
        .isEqualTo(value)
        .hasSameHashCodeAs(value);
    assertThat(CoderUtils.encodeToByteArray(coder, same)).isEqualTo(bytes);
    assertThat(Arrays.equals(CoderUtils.encodeToByteArray(coder, other), bytes))
        .isEqualTo(other.equals(value)); // what consistentWithEquals promises
    assertThat(coder.structuralValue(value)).isEqualTo(coder.structuralValue(same));

    assertStandsAmongOthers(KvCoder.of(coder, NullableCoder.of(coder)), KV.of(value, null));
    assertStandsAmongOthers(ListCoder.of(coder), List.of(value, other, value));
  }

  /** Each value ends where it ends, also in a stream that gives a few bytes at a time. */
  private static <T> void assertStandsAmongOthers(Coder<T> coder, T value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    coder.encode(value, out);
    coder.encode(value, out);
    out.write(42);
    ShortReads in = new ShortReads(out.toByteArray());

    assertThat(coder.decode(in)).isEqualTo(value);
    assertThat(coder.decode(in)).isEqualTo(value);
    assertThat(in.read()).isEqualTo(42);
    assertThat(in.read()).isEqualTo(-1);
  }

  /** A network's stream: it gives what is there, and never all at once. */
  private static final class ShortReads extends FilterInputStream {
    ShortReads(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return super.read(to, offset, Math.min(length, 3));
    }

    @Override
    public int available() {
      return 0;
    }
  }
}

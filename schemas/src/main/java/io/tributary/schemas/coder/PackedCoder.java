package io.tributary.schemas.coder;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;

/**
 * A coder that packs a value into an array and writes that in one go: Flink's views are slow byte
 * by byte. Wire format: length as variable-length integer, then the packed value.
 *
 * <p>Two coders of one class are equal, as a union of collections on Flink demands.
 */
public abstract class PackedCoder<T> extends CustomCoder<T> {

  private static final ThreadLocal<Packer> PACKER = ThreadLocal.withInitial(Packer::new);

  /** Packs a value. */
  public abstract void pack(T value, Packer to);

  /** Reads a value back. */
  public abstract T unpack(Unpacker from);

  /** Packs something that has no coder of its own; an {@link Unpacker} reads it back. */
  public static byte[] pack(Consumer<Packer> value) {
    Packer packer = PACKER.get();
    packer.reset();
    value.accept(packer);
    return Arrays.copyOf(packer.bytes(), packer.size());
  }

  @Override
  public final void encode(T value, OutputStream out) throws IOException {
    Packer packer = PACKER.get();
    packer.reset();
    pack(value, packer);
    VarInt.encode(packer.size(), out);
    out.write(packer.bytes(), 0, packer.size());
  }

  @Override
  public final T decode(InputStream in) throws IOException {
    byte[] bytes = new byte[VarInt.decodeInt(in)];
    new DataInputStream(in).readFully(bytes);
    return unpack(new Unpacker(bytes));
  }

  @Override
  public final boolean consistentWithEquals() {
    return true;
  }

  /** The bytes depend on nothing but the value: lists keep their order, there are no maps. */
  @Override
  public final void verifyDeterministic() {}

  @Override
  public final boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode();
  }
}

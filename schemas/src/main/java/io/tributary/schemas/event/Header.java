package io.tributary.schemas.event;

import java.util.Arrays;

/**
 * One Kafka header as it came. Kafka allows a name more than once and any bytes, or none, as value.
 *
 * @param name the header's name
 * @param value the header's bytes, or null
 */
public record Header(String name, byte[] value) {

  @Override
  public boolean equals(Object other) {
    return other instanceof Header that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  /** The name alone: values may be personal. */
  @Override
  public String toString() {
    return "Header[" + name + "]";
  }
}

package io.tributary.transforms.order;

import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;

/**
 * The one shuffle: brings a client's elements together.
 *
 * <p>Input: elements. Output: per key all its elements, in no order, to be read once. Bounded input
 * only: folds over unbounded input keep a client's elements in state and have no use for groups.
 */
public final class GroupByClient<T>
    extends PTransform<PCollection<T>, PCollection<KV<String, Iterable<T>>>> {

  private static final long serialVersionUID = 1L;

  private final SerializableFunction<T, String> key;
  private final Coder<T> coder;

  private GroupByClient(SerializableFunction<T, String> key, Coder<T> coder) {
    this.key = key;
    this.coder = coder;
  }

  /**
   * @param key whose element it is
   * @param coder the elements' coder
   */
  public static <T> GroupByClient<T> of(SerializableFunction<T, String> key, Coder<T> coder) {
    return new GroupByClient<>(key, coder);
  }

  @Override
  public PCollection<KV<String, Iterable<T>>> expand(PCollection<T> elements) {
    if (elements.isBounded() == IsBounded.UNBOUNDED) {
      throw new IllegalArgumentException(
          "Clients are followed over bounded input only; " + elements.getName()
              + " is unbounded: read a range of the raw store instead");
    }
    return elements
        .apply("KeyByClient", WithKeys.of(key))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), coder))
        .apply("GroupByClient", GroupByKey.create());
  }
}

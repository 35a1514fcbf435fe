package io.tributary.transforms.order;

import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
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
 * <p>Input: elements. Output: groups of elements, in no order, to be read once; all of a client's
 * are in one group. The key is eight bytes of hash, because a shuffle compares keys byte by byte;
 * clients that share one are told apart behind it, see {@link ClientRuns}. Bounded input only:
 * folds over unbounded input keep a client's elements in state and have no use for groups.
 */
public final class GroupByClient<T>
    extends PTransform<PCollection<T>, PCollection<KV<Long, Iterable<T>>>> {

  private static final long serialVersionUID = 1L;

  private final SerializableFunction<T, Long> key;
  private final Coder<T> coder;

  private GroupByClient(SerializableFunction<T, Long> key, Coder<T> coder) {
    this.key = key;
    this.coder = coder;
  }

  /**
   * @param key hash of the client whose element it is
   * @param coder the elements' coder
   */
  public static <T> GroupByClient<T> of(SerializableFunction<T, Long> key, Coder<T> coder) {
    return new GroupByClient<>(key, coder);
  }

  @Override
  public PCollection<KV<Long, Iterable<T>>> expand(PCollection<T> elements) {
    if (elements.isBounded() == IsBounded.UNBOUNDED) {
      throw new IllegalArgumentException(
          "Clients are followed over bounded input only; "
              + elements.getName()
              + " is unbounded: read a range of the raw store instead");
    }
    return elements
        .apply("KeyByClient", WithKeys.of(key))
        .setCoder(KvCoder.of(BigEndianLongCoder.of(), coder))
        .apply("GroupByClient", GroupByKey.create());
  }
}

package io.tributary.transforms.client;

import io.tributary.schemas.coder.EventCoder;
import io.tributary.schemas.coder.SessionedEventCoder;
import io.tributary.transforms.order.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.ReadableState;
import org.apache.beam.sdk.state.ReadableStates;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.util.CoderUtils;

/** State as a backend on disk has it: what goes in and out are bytes. */
final class FakeState {

  private FakeState() {}

  static LiveFold.State empty() {
    return new LiveFold.State(
        new FakeMap<>(Place.coder(), EventCoder.of()),
        new FakeMap<>(Place.coder(), SessionedEventCoder.of()),
        new FakeMap<>(StringUtf8Coder.of(), ByteArrayCoder.of()),
        new FakeValue<>(Queues.coder()),
        new FakeValue<>(ByteArrayCoder.of()));
  }

  /** How many entries and values there are. */
  static int size(LiveFold.State state) {
    return ((FakeMap<?, ?>) state.arrivals()).bytes.size()
        + ((FakeMap<?, ?>) state.held()).bytes.size()
        + ((FakeMap<?, ?>) state.ids()).bytes.size()
        + (state.queues().read() == null ? 0 : 1)
        + (state.memory().read() == null ? 0 : 1);
  }

  /** How many bytes all of it takes. */
  static long bytes(LiveFold.State state) {
    return ((FakeMap<?, ?>) state.arrivals()).size()
        + ((FakeMap<?, ?>) state.held()).size()
        + ((FakeMap<?, ?>) state.ids()).size()
        + ((FakeValue<?>) state.queues()).size()
        + ((FakeValue<?>) state.memory()).size();
  }

  private static <T> byte[] encode(Coder<T> coder, T value) {
    try {
      return CoderUtils.encodeToByteArray(coder, value);
    } catch (CoderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T decode(Coder<T> coder, byte[] bytes) {
    try {
      return bytes == null ? null : CoderUtils.decodeFromByteArray(coder, bytes);
    } catch (CoderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class FakeValue<T> implements ValueState<T> {
    private final Coder<T> coder;
    private byte[] bytes;

    FakeValue(Coder<T> coder) {
      this.coder = coder;
    }

    long size() {
      return bytes == null ? 0 : bytes.length;
    }

    @Override
    public void write(T value) {
      bytes = encode(coder, value);
    }

    @Override
    public T read() {
      return decode(coder, bytes);
    }

    @Override
    public ValueState<T> readLater() {
      return this;
    }

    @Override
    public void clear() {
      bytes = null;
    }
  }

  private static final class FakeMap<K, V> implements MapState<K, V> {
    private final Coder<K> keys;
    private final Coder<V> values;
    private final Map<K, byte[]> bytes = new HashMap<>();

    FakeMap(Coder<K> keys, Coder<V> values) {
      this.keys = keys;
      this.values = values;
    }

    long size() {
      return bytes.entrySet().stream()
          .mapToLong(entry -> encode(keys, entry.getKey()).length + entry.getValue().length)
          .sum();
    }

    @Override
    public void put(K key, V value) {
      bytes.put(decode(keys, encode(keys, key)), encode(values, value));
    }

    @Override
    public ReadableState<V> computeIfAbsent(K key, Function<? super K, ? extends V> make) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(K key) {
      bytes.remove(key);
    }

    @Override
    public ReadableState<V> get(K key) {
      return ReadableStates.immediate(decode(values, bytes.get(key)));
    }

    @Override
    public ReadableState<V> getOrDefault(K key, V other) {
      return bytes.containsKey(key) ? get(key) : ReadableStates.immediate(other);
    }

    @Override
    public ReadableState<Iterable<K>> keys() {
      return ReadableStates.immediate(List.copyOf(bytes.keySet()));
    }

    @Override
    public ReadableState<Iterable<V>> values() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ReadableState<Iterable<Map.Entry<K, V>>> entries() {
      return ReadableStates.immediate(
          bytes.keySet().stream().map(key -> Map.entry(key, get(key).read())).toList());
    }

    @Override
    public ReadableState<Boolean> isEmpty() {
      return ReadableStates.immediate(bytes.isEmpty());
    }

    @Override
    public void clear() {
      bytes.clear();
    }
  }
}

package io.tributary.transforms.order;

import io.tributary.schemas.coder.PackedCoder;
import io.tributary.schemas.coder.Packer;
import io.tributary.schemas.coder.Unpacker;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Event;
import java.util.Comparator;

/**
 * An event's place in one of the {@link Orders}: what it is kept under while it waits for its turn.
 *
 * @param time {@code received_at} or {@code effective_time}, milliseconds since the epoch
 * @param receivedAt {@code received_at}
 * @param coordinate the last tie-breaker
 */
public record Place(long time, long receivedAt, Coordinate coordinate)
    implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparingLong(Place::time)
          .thenComparingLong(Place::receivedAt)
          .thenComparing(Place::coordinate);

  /** In the order of arrival. */
  public static Place ofArrival(Event event) {
    return new Place(event.receivedAt(), event.receivedAt(), event.coordinate());
  }

  /** In the order of sessions. */
  public static Place ofEffectiveTime(Event event, long maxOutOfOrderMillis) {
    return new Place(
        Orders.effectiveTime(event, maxOutOfOrderMillis), event.receivedAt(), event.coordinate());
  }

  @Override
  public int compareTo(Place that) {
    return ORDER.compare(this, that);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(receivedAt * 31 + coordinate.offset());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place that
        && time == that.time
        && receivedAt == that.receivedAt
        && coordinate.equals(that.coordinate);
  }

  /** Places in state. */
  public static PackedCoder<Place> coder() {
    return PlaceCoder.INSTANCE;
  }

  private static final class PlaceCoder extends PackedCoder<Place> {
    private static final long serialVersionUID = 1L;
    private static final PlaceCoder INSTANCE = new PlaceCoder();

    @Override
    public void pack(Place value, Packer to) {
      to.putSigned(value.time);
      to.putSigned(value.receivedAt - value.time);
      to.putCoordinate(value.coordinate);
    }

    @Override
    public Place unpack(Unpacker from) {
      long time = from.takeSigned();
      return new Place(time, time + from.takeSigned(), from.takeCoordinate());
    }
  }
}

package io.tributary.transforms.client;

import io.tributary.transforms.order.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.state.MapState;

/**
 * A look at the elements of a client that wait in state: which are due, and what is known of the
 * rest. Only places are read, so that a million waiting elements are never in memory together.
 */
final class Waiting<T> {

  private final List<Place> due;
  private int rest;
  private long firstTime;
  private long firstReceived;

  private Waiting(List<Place> due, int rest, long firstTime, long firstReceived) {
    this.due = due;
    this.rest = rest;
    this.firstTime = firstTime;
    this.firstReceived = firstReceived;
  }

  /**
   * @param count how many wait
   * @param first the earliest time among these; state is not read where it is not due
   * @param firstReceived the earliest {@code received_at} among these
   * @param before elements whose time is before it are due
   */
  static <T> Waiting<T> look(
      MapState<Place, T> state, int count, long first, long firstReceived, long before) {
    if (count == 0 || first >= before) {
      return new Waiting<>(List.of(), count, first, firstReceived);
    }
    List<Place> due = new ArrayList<>();
    Waiting<T> waiting = new Waiting<>(due, 0, Queues.NONE, Queues.NONE);
    for (Place place : state.keys().read()) {
      if (place.time() < before) {
        due.add(place);
      } else {
        waiting.add(place);
      }
    }
    Collections.sort(due);
    return waiting;
  }

  /** Places of the elements that are due, in order. */
  List<Place> due() {
    return due;
  }

  /** Takes a due element out of state. */
  T take(MapState<Place, T> state, Place place) {
    T element = state.get(place).read();
    state.remove(place);
    return element;
  }

  /** One more has to wait. */
  void add(Place place) {
    rest++;
    firstTime = Math.min(firstTime, place.time());
    firstReceived = Math.min(firstReceived, place.receivedAt());
  }

  /** How many are not due. */
  int rest() {
    return rest;
  }

  /** The earliest time among those that are not due. */
  long firstTime() {
    return firstTime;
  }

  /** The earliest {@code received_at} among those that are not due. */
  long firstReceived() {
    return firstReceived;
  }
}

package io.tributary.transforms.order;

import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** Cuts sorted elements into runs, one per client. */
public final class ClientRuns<T> {

  private final Iterator<T> sorted;
  private final Comparator<T> byClient;
  private T next;

  private ClientRuns(Iterator<T> sorted, Comparator<T> byClient) {
    this.sorted = sorted;
    this.byClient = byClient;
    advance();
  }

  /**
   * Gives each client's elements, in their order, to a consumer that reads them to the end.
   *
   * @param sorted elements, those of a client together
   * @param byClient says 0 for two elements of one client
   * @param each takes the elements of one client
   */
  public static <T> void forEach(
      Iterator<T> sorted, Comparator<T> byClient, Consumer<Run<T>> each) {
    ClientRuns<T> runs = new ClientRuns<>(sorted, byClient);
    while (runs.next != null) {
      each.accept(runs.new Elements(runs.next));
    }
  }

  /** The elements of one client. */
  public interface Run<T> extends Iterator<T> {
    /** The first element; it is also the first of the iterator. */
    T first();
  }

  private void advance() {
    next = sorted.hasNext() ? sorted.next() : null;
  }

  private final class Elements implements Run<T> {
    private final T first;

    Elements(T first) {
      this.first = first;
    }

    @Override
    public T first() {
      return first;
    }

    @Override
    public boolean hasNext() {
      return next != null && byClient.compare(first, next) == 0;
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      T element = next;
      advance();
      return element;
    }
  }
}

package io.tributary.transforms.order;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.coders.Coder;

/**
 * Sorts one client's elements. Nearly every client fits in memory; of one that does not, sorted
 * runs go to temporary files and are merged while they are read, so a bot with millions of events
 * costs disk and not heap. The files have no name any more once they are open: a killed worker
 * leaves none.
 *
 * <p>Used over and over: add, read once with {@link #sorted}, {@link #clear}.
 */
public final class SpillingSorter<T> implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Comparator<T> order;
  private final Coder<T> coder;
  private final ToLongFunction<T> weight;
  private final long budget;
  private final List<T> inMemory = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private long used;

  /**
   * @param order a total order
   * @param coder how elements are written to a temporary file
   * @param weight about how many bytes of heap an element takes
   * @param budget how many bytes may be held in memory
   */
  public SpillingSorter(
      Comparator<T> order, Coder<T> coder, ToLongFunction<T> weight, long budget) {
    if (budget <= 0) {
      throw new IllegalArgumentException("Sort budget must be positive, was " + budget);
    }
    this.order = order;
    this.coder = coder;
    this.weight = weight;
    this.budget = budget;
  }

  public void add(T element) {
    inMemory.add(element);
    used += weight.applyAsLong(element);
    if (used > budget) {
      spill();
    }
  }

  /** The elements in order; to be read once. */
  public Iterator<T> sorted() {
    if (inMemory.size() > 1) {
      inMemory.sort(order);
    }
    if (runs.isEmpty()) {
      return inMemory.iterator();
    }
    PriorityQueue<Cursor<T>> heads =
        new PriorityQueue<>(Comparator.comparing(cursor -> cursor.head, order));
    for (Run run : runs) {
      new Cursor<>(run.read(coder)).offerTo(heads);
    }
    new Cursor<>(inMemory.iterator()).offerTo(heads);
    return new Merged<>(heads);
  }

  /** How many runs went to disk. */
  public int spilledRuns() {
    return runs.size();
  }

  /** Forgets all elements. */
  public void clear() {
    inMemory.clear();
    used = 0;
    runs.forEach(Run::close);
    runs.clear();
  }

  @Override
  public void close() {
    clear();
  }

  private void spill() {
    inMemory.sort(order);
    try {
      runs.add(Run.write(inMemory, coder));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write a sort run to the folder for temporary files (java.io.tmpdir)", e);
    }
    inMemory.clear();
    used = 0;
  }

  /** One sorted run in a temporary file without a name. */
  private record Run(FileChannel file, long count) {

    static <T> Run write(List<T> elements, Coder<T> coder) throws IOException {
      Path path = Files.createTempFile("tributary-sort", null);
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
      for (T element : elements) {
        coder.encode(element, out);
      }
      out.flush();
      return new Run(file, elements.size());
    }

    <T> Iterator<T> read(Coder<T> coder) {
      try {
        file.position(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      InputStream in = new BufferedInputStream(Channels.newInputStream(file), BUFFER_BYTES);
      return new Iterator<>() {
        private long left = count;

        @Override
        public boolean hasNext() {
          return left > 0;
        }

        @Override
        public T next() {
          if (left-- <= 0) {
            throw new NoSuchElementException();
          }
          try {
            return coder.decode(in);
          } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a sort run back", e);
          }
        }
      };
    }

    void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Cursor<T> {
    private final Iterator<T> rest;
    private T head;

    Cursor(Iterator<T> rest) {
      this.rest = rest;
    }

    void offerTo(PriorityQueue<Cursor<T>> heads) {
      if (rest.hasNext()) {
        head = rest.next();
        heads.add(this);
      }
    }
  }

  private static final class Merged<T> implements Iterator<T> {
    private final PriorityQueue<Cursor<T>> heads;

    Merged(PriorityQueue<Cursor<T>> heads) {
      this.heads = heads;
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public T next() {
      Cursor<T> first = heads.remove();
      T element = first.head;
      first.offerTo(heads);
      return element;
    }
  }
}

package io.tributary.io;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One use of a heavy immutable value that all users in this JVM share, such as a loaded table.
 *
 * <p>The first use of a key opens the value, the close of the last use closes it. Safe from any
 * thread; a value is opened once however many threads ask, and keys do not wait for each other. An
 * exception on opening reaches every thread that asked, and the next use tries again.
 *
 * @param <T> what is shared; closed at the end where it is {@link AutoCloseable}
 */
public final class Shared<T> implements AutoCloseable {

  /**
   * Names a shared value and opens it. Equal keys share one value, so this is best a record of all
   * that the value depends on.
   */
  public interface Key<T> {
    T open();
  }

  // A runner deserialises every copy of a DoFn into an object of its own, so two copies have no
  // common owner but the JVM. This map is the one place of static state, for exactly that; it holds
  // nothing when nothing is open.
  private static final Map<Key<?>, Entry<?>> OPEN = new HashMap<>();

  private static final class Entry<T> {
    /** Guarded by OPEN. */
    private int users;

    /** Guarded by this entry; null until opened. */
    private T value;

    private synchronized T openOnce(Key<T> key) {
      if (value == null) {
        value = Objects.requireNonNull(key.open());
      }
      return value;
    }
  }

  private final Key<T> key;
  private final Entry<T> entry;
  private final T value;
  private boolean closed;

  private Shared(Key<T> key, Entry<T> entry, T value) {
    this.key = key;
    this.entry = entry;
    this.value = value;
  }

  /** Joins the users of this key's value, opening it where there are none. */
  public static <T> Shared<T> use(Key<T> key) {
    Entry<T> entry = join(key);
    boolean opened = false;
    try {
      T value = entry.openOnce(key);
      opened = true;
      return new Shared<>(key, entry, value);
    } finally {
      if (!opened) {
        leave(key, entry);
      }
    }
  }

  /** The shared value; not to be used after {@link #close}. */
  public T value() {
    return value;
  }

  /** Leaves the users of the value; the last one closes it. Further calls do nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (leave(key, entry) && value instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("Cannot close " + value.getClass().getSimpleName(), e);
      }
    }
  }

  private static <T> Entry<T> join(Key<T> key) {
    synchronized (OPEN) {
      // Equal keys are of one class, and a class of keys opens one class of values.
      @SuppressWarnings("unchecked")
      Entry<T> entry = (Entry<T>) OPEN.computeIfAbsent(key, k -> new Entry<T>());
      entry.users++;
      return entry;
    }
  }

  /** Says whether this was the last user. */
  private static boolean leave(Key<?> key, Entry<?> entry) {
    synchronized (OPEN) {
      if (--entry.users > 0) {
        return false;
      }
      OPEN.remove(key);
      return true;
    }
  }
}

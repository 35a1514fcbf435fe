package io.tributary.io.iceberg;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The records of runs in a warehouse folder, {@code _runs/}: {@code lock}, held by the running one;
 * {@code ID.running}, there from a run's start to its end; {@code ID.pending}, what it is
 * committing; {@code ID.json}, what it committed; {@code stream.json} and {@code behind/}, see
 * {@link StreamJournal}. A file is written under another name and moved into place.
 */
final class RunJournal {

  private static final String FOLDER = "_runs";
  private static final String RUNNING = ".running";
  private static final String PENDING = ".pending";
  private static final String REPORT = ".json";
  private static final String HIDDEN = ".";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path folder;

  private RunJournal(Path folder) {
    this.folder = folder;
  }

  static RunJournal in(String warehouse) {
    return new RunJournal(Path.of(warehouse).resolve(FOLDER));
  }

  /** The warehouse's lock; the operating system lets go of it when the process is killed. */
  record Lock(FileChannel channel, FileLock lock) implements AutoCloseable {
    @Override
    public void close() {
      try {
        lock.release();
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Path folder() {
    return folder;
  }

  /** Takes the lock, or empty where another run holds it. */
  Optional<Lock> lock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return Optional.of(new Lock(channel, lock));
        }
      } catch (OverlappingFileLockException e) {
        // Another run in this very process holds it. The channel stays open: closing any channel of
        // a file makes the operating system let go of the process's locks on it.
        return Optional.empty();
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock the warehouse in " + folder, e);
    }
  }

  Path temporary(String runId) {
    return folder.resolve(runId + ".tmp");
  }

  void deleteTemporary(String runId) {
    Path temporary = temporary(runId);
    if (Files.isDirectory(temporary)) {
      try (Stream<Path> walk = Files.walk(temporary)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete " + temporary, e);
      }
    }
  }

  void start(String runId) {
    write(runId + RUNNING, runId);
  }

  /** The run is over and left nothing to clean up. */
  void end(String runId) {
    delete(runId + RUNNING);
  }

  /**
   * Deletes what kills left that came between a file's writing and its move; not the stream's,
   * which may be at work.
   */
  void deleteHidden() {
    named("").stream()
        .filter(name -> name.startsWith(HIDDEN) && !name.startsWith(HIDDEN + "stream"))
        .forEach(this::delete);
  }

  /** When a run began. */
  Instant startedAt(String runId) {
    try {
      return Files.getLastModifiedTime(folder.resolve(runId + RUNNING)).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs that began and did not end. */
  List<String> unfinished() {
    return named(RUNNING).stream().filter(name -> !name.startsWith(HIDDEN)).toList();
  }

  private List<String> named(String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writePending(PendingCommit pending) {
    writeJson(pending.runId() + PENDING, pending);
  }

  Optional<PendingCommit> pending(String runId) {
    return read(runId + PENDING, PendingCommit.class);
  }

  /** All tables have their part. */
  void finishPending(PendingCommit pending) {
    writeJson(pending.runId() + REPORT, pending.report());
    dropPending(pending.runId());
  }

  void dropPending(String runId) {
    delete(runId + PENDING);
  }

  Optional<CommitReport> report(String runId) {
    return read(runId + REPORT, CommitReport.class);
  }

  <T> Optional<T> read(String name, Class<T> type) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), type))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  void writeJson(String name, Object value) {
    try {
      write(name, JSON.writeValueAsString(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Path hidden = folder.resolve(HIDDEN + name);
      try (FileChannel out =
          FileChannel.open(
              hidden,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        out.write(StandardCharsets.UTF_8.encode(text));
        out.force(true);
      }
      Files.move(hidden, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + folder.resolve(name), e);
    }
  }

  private void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder.resolve(name), e);
    }
  }
}

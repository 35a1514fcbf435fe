package io.tributary.io.iceberg;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tributary.io.iceberg.StreamRecord.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The stream's part of a warehouse's {@code _runs/}: {@code stream.json}, written by the stream
 * alone, and {@code behind/DAY.SEQUENCE}, empty files that flag a day for a replay. A replay
 * deletes the flags that it saw when it began, so the two never write the same file.
 */
final class StreamJournal {

  private static final String FILE = "stream.json";
  private static final String END = "end";

  private final RunJournal journal;
  private final Path behind;

  private StreamJournal(String warehouse) {
    this.journal = RunJournal.in(warehouse);
    this.behind = journal.folder().resolve("behind");
  }

  static StreamJournal in(String warehouse) {
    return new StreamJournal(warehouse);
  }

  /** The file as it stands on disk: times in words, absent where there are none. */
  private record Stored(
      @JsonProperty("stream") String stream,
      @JsonProperty("topics") List<String> topics,
      @JsonProperty("state") String state,
      @JsonProperty("sequence") long sequence,
      @JsonProperty("committed_through") String committedThrough,
      @JsonProperty("rebuilt_beyond") SortedMap<String, String> beyond,
      @JsonProperty("rebuilt_beyond_others") String beyondOthers) {}

  Optional<StreamRecord> read() {
    return journal
        .read(FILE, Stored.class)
        .map(
            stored -> {
              SortedMap<String, Long> beyond = new TreeMap<>();
              stored.beyond.forEach((table, time) -> beyond.put(table, millis(time)));
              return new StreamRecord(
                  stored.stream,
                  stored.topics,
                  State.valueOf(stored.state.toUpperCase(Locale.ROOT)),
                  stored.sequence,
                  millis(stored.committedThrough),
                  beyond,
                  millis(stored.beyondOthers),
                  days());
            });
  }

  void write(StreamRecord record) {
    SortedMap<String, String> beyond = new TreeMap<>();
    record.beyond().forEach((table, time) -> beyond.put(table, text(time)));
    journal.writeJson(
        FILE,
        new Stored(
            record.stream(),
            record.topics(),
            record.state().name().toLowerCase(Locale.ROOT),
            record.sequence(),
            text(record.committedThrough()),
            beyond,
            text(record.beyondOthers())));
  }

  private static String text(long millis) {
    if (millis == Long.MIN_VALUE) {
      return null;
    }
    return millis == Long.MAX_VALUE ? END : Instant.ofEpochMilli(millis).toString();
  }

  private static long millis(String text) {
    if (text == null) {
      return Long.MIN_VALUE;
    }
    return text.equals(END) ? Long.MAX_VALUE : Instant.parse(text).toEpochMilli();
  }

  /** Flags days for a replay. */
  void flag(Collection<Long> epochDays, long sequence) {
    try {
      for (long day : epochDays) {
        Files.createDirectories(behind);
        Path flag = behind.resolve(LocalDate.ofEpochDay(day) + "." + sequence);
        if (!Files.exists(flag)) {
          Files.createFile(flag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + behind, e);
    }
  }

  /** The flags there are. */
  Set<String> flags() {
    if (!Files.isDirectory(behind)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(behind)) {
      Set<String> flags = new TreeSet<>();
      files.forEach(file -> flags.add(file.getFileName().toString()));
      return flags;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + behind, e);
    }
  }

  static LocalDate day(String flag) {
    return LocalDate.parse(flag.substring(0, flag.lastIndexOf('.')));
  }

  private SortedSet<LocalDate> days() {
    SortedSet<LocalDate> days = new TreeSet<>();
    flags().forEach(flag -> days.add(day(flag)));
    return days;
  }

  void unflag(Collection<String> flags) {
    try {
      for (String flag : flags) {
        Files.deleteIfExists(behind.resolve(flag));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete in " + behind, e);
    }
  }
}

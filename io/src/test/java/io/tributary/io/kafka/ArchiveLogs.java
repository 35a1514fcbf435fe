package io.tributary.io.kafka;

import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.io.parquet.RawPartition;
import io.tributary.io.parquet.RawPartitionReader;
import io.tributary.io.parquet.RawPartitions;
import io.tributary.io.parquet.RawPlan;
import io.tributary.io.parquet.RawStore;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Kafka's logs in memory, for tests of the archive. A pipeline's copies find their logs again by a
 * name.
 */
record ArchiveLogs(String name) implements ArchiveReader.Source {

  static final String TOPIC = "events";
  static final long MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z").toEpochMilli();

  private static final Map<String, Logs> ALL = new ConcurrentHashMap<>();

  private static final class Logs {
    private final Map<RawPartition, ConcurrentSkipListMap<Long, RawRecord>> records =
        new ConcurrentHashMap<>();
    private final Map<RawPartition, Long> earliest = new ConcurrentHashMap<>();
    private volatile int outages;
    private volatile Runnable onRead = () -> {};
  }

  static ArchiveLogs empty() {
    ArchiveLogs logs = new ArchiveLogs(UUID.randomUUID().toString());
    ALL.put(logs.name, new Logs());
    return logs;
  }

  static RawPartition partition(int number) {
    return new RawPartition(TOPIC, number);
  }

  static RawRecord record(int partition, long offset, long receivedAt) {
    return new RawRecord(
        new Coordinate(TOPIC, partition, offset),
        receivedAt,
        null,
        List.of(),
        ("payload " + partition + "/" + offset).getBytes(StandardCharsets.UTF_8));
  }

  RawRecord append(RawRecord record) {
    RawPartition partition =
        new RawPartition(record.coordinate().topic(), record.coordinate().partition());
    log(partition).put(record.coordinate().offset(), record);
    return record;
  }

  /** Appends a record that was received so many milliseconds after midnight. */
  RawRecord append(int partition, long offset, long afterMidnight) {
    return append(record(partition, offset, MIDNIGHT + afterMidnight));
  }

  void remove(RawPartition partition, long before) {
    log(partition).headMap(before).clear();
    ALL.get(name).earliest.put(partition, before);
  }

  /** The next so many readings fail. */
  void fail(int times) {
    ALL.get(name).outages = times;
  }

  /** Runs once, in the middle of the next reading. */
  void onNextRead(Runnable action) {
    ALL.get(name).onRead = action;
  }

  Collection<RawRecord> all(RawPartition partition) {
    return log(partition).values();
  }

  private ConcurrentSkipListMap<Long, RawRecord> log(RawPartition partition) {
    return ALL.get(name).records.computeIfAbsent(partition, added -> new ConcurrentSkipListMap<>());
  }

  void forget() {
    ALL.remove(name);
  }

  @Override
  public ArchiveReader open() {
    return new ArchiveReader() {
      @Override
      public Range read(RawPartition partition, long from, long seen, long to) {
        return range(partition, from, seen, to);
      }

      @Override
      public void close() {}
    };
  }

  private ArchiveReader.Range range(RawPartition partition, long from, long seen, long to) {
    Logs logs = ALL.get(name);
    if (logs.outages > 0) {
      logs.outages--;
      throw new TimeoutException("No broker");
    }
    long earliest = logs.earliest.getOrDefault(partition, 0L);
    if (earliest > seen) {
      throw ArchiveGap.removed(partition, seen, earliest);
    }
    Iterator<RawRecord> records = log(partition).subMap(from, to).values().iterator();
    return () -> {
      Runnable action = logs.onRead;
      logs.onRead = () -> {};
      action.run();
      return records.hasNext() ? records.next() : null;
    };
  }

  /** What a raw store holds of a partition; fails where it holds an offset twice. */
  static List<RawRecord> archived(Path folder, RawPartition partition) {
    try {
      if (visible(folder).isEmpty()) {
        return List.of();
      }
      RawPlan plan =
          RawStore.in(folder)
              .plan(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, rows -> {});
      if (plan.rowsRead() != plan.recordsToWrite()) {
        throw new InvalidRawStore("Something is there twice");
      }
      RawPartitions listed = RawPartitions.in(folder, List.of(TOPIC), LocalDate.MIN);
      List<RawRecord> records = new ArrayList<>();
      try (RawPartitionReader reader = listed.open(partition, 0)) {
        for (RawRecord next = reader.next(); next != null; next = reader.next()) {
          records.add(next);
        }
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the visible files, under the folder. */
  static List<String> visible(Path folder) {
    return files(folder).stream().filter(name -> name.endsWith(".parquet")).toList();
  }

  static List<String> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

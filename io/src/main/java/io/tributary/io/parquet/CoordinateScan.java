package io.tributary.io.parquet;

import io.tributary.schemas.event.Coordinate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Finds out, from the columns of coordinates alone, which row groups may hold a coordinate twice.
 * Where each row group holds rising offsets per partition and no two overlap, which is how an
 * archive writes them, no coordinate can repeat and no record needs a shuffle to prove it.
 */
final class CoordinateScan {

  private record Span(int group, long first, long last) {}

  private final long readFrom;
  private final long readTo;
  private final long writeFrom;
  private final long writeTo;
  private final LongConsumer progress;
  private final List<RowGroup> groups = new ArrayList<>();
  private final List<Long> toWrite = new ArrayList<>();
  private final Map<RawPartition, List<Span>> spans = new HashMap<>();
  private final Set<Integer> repeating = new HashSet<>();
  private long rows;

  /**
   * @param progress is told how many rows were looked at
   */
  CoordinateScan(long readFrom, long readTo, long writeFrom, long writeTo, LongConsumer progress) {
    this.readFrom = readFrom;
    this.readTo = readTo;
    this.writeFrom = writeFrom;
    this.writeTo = writeTo;
    this.progress = progress;
  }

  /** Scans the row groups of a file that are in the range; whether there are any. */
  boolean add(RawFile file) {
    int before = groups.size();
    for (int i = 0; i < file.groups(); i++) {
      RowGroup group = file.group(i);
      if (group.rows() > 0 && file.mayHold(i, readFrom, readTo)) {
        toWrite.add(scan(file, group, groups.size()));
        groups.add(group);
        rows += group.rows();
        progress.accept(rows);
      }
    }
    return groups.size() > before;
  }

  RawPlan plan(int files, int filesPruned) {
    spans.values().forEach(this::markOverlaps);
    List<RowGroup> marked = new ArrayList<>(groups);
    long records = 0;
    for (int i = 0; i < groups.size(); i++) {
      if (repeating.contains(i)) {
        marked.set(i, groups.get(i).thatMayRepeat());
      } else {
        records += toWrite.get(i);
      }
    }
    records += countDistinct(marked);
    return new RawPlan(List.copyOf(marked), readFrom, readTo, files, filesPruned, rows, records);
  }

  /** Notes the spans of a row group; how many of its rows are written. */
  private long scan(RawFile file, RowGroup group, int index) {
    Map<RawPartition, long[]> ends = new HashMap<>();
    long written = 0;
    try (RowGroupReader reader = RowGroupReader.openCoordinates(file, group.index())) {
      Coordinate last = null;
      long[] end = null;
      while (reader.hasNext()) {
        Coordinate next = reader.nextCoordinate();
        if (last == null || next.partition() != last.partition() || next.topic() != last.topic()) {
          RawPartition partition = new RawPartition(next.topic(), next.partition());
          end = ends.computeIfAbsent(partition, p -> new long[] {next.offset(), -1});
        }
        if (next.offset() <= end[1]) {
          repeating.add(index);
        }
        end[0] = Math.min(end[0], next.offset());
        end[1] = Math.max(end[1], next.offset());
        last = next;
        if (isWritten(reader.receivedAt())) {
          written++;
        }
      }
    } catch (IOException | RuntimeException e) {
      throw InvalidRawStore.damaged(group, e);
    }
    ends.forEach(
        (partition, end) ->
            spans
                .computeIfAbsent(partition, p -> new ArrayList<>())
                .add(new Span(index, end[0], end[1])));
    return written;
  }

  private boolean isWritten(long receivedAt) {
    return receivedAt >= writeFrom && receivedAt < writeTo;
  }

  private void markOverlaps(List<Span> ofPartition) {
    ofPartition.sort(Comparator.comparingLong(Span::first));
    Span furthest = ofPartition.get(0);
    for (Span span : ofPartition.subList(1, ofPartition.size())) {
      if (span.first <= furthest.last) {
        repeating.add(span.group);
        repeating.add(furthest.group);
      }
      if (span.last > furthest.last) {
        furthest = span;
      }
    }
  }

  /** Distinct coordinates to be written among the row groups that may repeat: 8 bytes a row. */
  private long countDistinct(List<RowGroup> groups) {
    Map<RawPartition, long[]> offsets = new HashMap<>();
    Map<RawPartition, Integer> sizes = new HashMap<>();
    Map<String, List<RowGroup>> byFile =
        groups.stream()
            .filter(RowGroup::mayRepeat)
            .collect(Collectors.groupingBy(RowGroup::file, TreeMap::new, Collectors.toList()));
    byFile.forEach(
        (path, ofFile) -> {
          try (RawFile file = RawFile.open(Path.of(path))) {
            for (RowGroup group : ofFile) {
              collect(file, group, offsets, sizes);
            }
          } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
          }
        });
    long distinct = 0;
    for (Map.Entry<RawPartition, long[]> entry : offsets.entrySet()) {
      distinct += Arrays.stream(entry.getValue(), 0, sizes.get(entry.getKey())).distinct().count();
    }
    return distinct;
  }

  private void collect(
      RawFile file,
      RowGroup group,
      Map<RawPartition, long[]> offsets,
      Map<RawPartition, Integer> sizes)
      throws IOException {
    try (RowGroupReader reader = RowGroupReader.openCoordinates(file, group.index())) {
      while (reader.hasNext()) {
        Coordinate next = reader.nextCoordinate();
        if (isWritten(reader.receivedAt())) {
          RawPartition partition = new RawPartition(next.topic(), next.partition());
          int size = sizes.merge(partition, 1, Integer::sum) - 1;
          long[] known = offsets.getOrDefault(partition, new long[16]);
          if (size == known.length) {
            known = Arrays.copyOf(known, size * 2);
          }
          known[size] = next.offset();
          offsets.put(partition, known);
        }
      }
    }
  }
}

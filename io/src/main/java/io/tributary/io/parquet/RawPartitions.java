package io.tributary.io.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a raw store holds of each partition, in the order of offsets. Archived files are known by
 * their names, and of those of early days only the last one of each partition is kept in mind; of
 * other files the row groups' bounds, or their coordinates, tell.
 *
 * <p>As of when it was listed. Not safe for use by several threads at once.
 */
public final class RawPartitions {

  /**
   * Records of one partition.
   *
   * @param group the row group, or -1 for a file that holds nothing else
   * @param last the last offset, or -1 where the footer has to tell
   */
  record Piece(Path file, int group, long first, long last, long newest) {}

  /** The archived files of a partition. */
  private static final class Archived {
    private final TreeMap<Long, Path> recent = new TreeMap<>();
    private long lastEarly = -1;
    private Path lastEarlyFile;
    private boolean isCut;
  }

  private final Map<RawPartition, Archived> archived = new HashMap<>();
  private final List<Path> others = new ArrayList<>();
  private Map<RawPartition, List<Piece>> otherPieces;

  private RawPartitions() {}

  /**
   * Lists a raw store.
   *
   * @param folder the raw store; it need not exist yet
   * @param topics the topics of interest
   * @param from the day of the first records of interest
   * @throws IOException if the folder cannot be listed
   * @throws InvalidRawStore if two archived files of a partition begin at the same offset
   */
  public static RawPartitions in(Path folder, Collection<String> topics, LocalDate from)
      throws IOException {
    RawPartitions partitions = new RawPartitions();
    if (Files.exists(folder)) {
      Set<String> wanted = new HashSet<>(topics);
      for (Path file : RawListing.visibleFiles(folder)) {
        ArchiveName name = ArchiveName.of(file).orElse(null);
        if (name == null) {
          partitions.others.add(file);
        } else if (wanted.contains(name.partition().topic())) {
          boolean isEarly =
              RawStore.dayOf(folder, file).filter(day -> day.isBefore(from)).isPresent();
          partitions.add(file, name, isEarly);
        }
      }
      partitions.archived.values().forEach(RawPartitions::keepLastEarly);
    }
    return partitions;
  }

  private void add(Path file, ArchiveName name, boolean isEarly) {
    Archived of = archived.computeIfAbsent(name.partition(), added -> new Archived());
    if (!isEarly) {
      Path same = of.recent.put(name.start(), file);
      if (same != null) {
        throw InvalidRawStore.overlapping(name.partition(), same, file);
      }
    } else {
      of.isCut |= of.lastEarlyFile != null;
      if (name.start() > of.lastEarly) {
        of.lastEarly = name.start();
        of.lastEarlyFile = file;
      }
    }
  }

  private static void keepLastEarly(Archived of) {
    if (of.lastEarlyFile != null) {
      of.recent.put(of.lastEarly, of.lastEarlyFile);
    }
  }

  /** The partitions of which anything is held. */
  public Set<RawPartition> partitions() throws IOException {
    Set<RawPartition> all = new HashSet<>(archived.keySet());
    all.addAll(others().keySet());
    return all;
  }

  /** The offset after a partition's last record; empty where nothing is held of it. */
  public OptionalLong end(RawPartition partition) throws IOException {
    long end = -1;
    for (Piece piece : others().getOrDefault(partition, List.of())) {
      end = Math.max(end, piece.last() + 1);
    }
    Archived of = archived.get(partition);
    if (of != null) {
      end = Math.max(end, endOf(of.recent.lastEntry().getValue(), partition));
    }
    return end < 0 ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /** The offset after the last record of an archived file. */
  static long endOf(Path path, RawPartition partition) throws IOException {
    long end = -1;
    try (RawFile file = RawFile.open(path)) {
      for (int i = 0; i < file.groups(); i++) {
        end = Math.max(end, only(file, i, partition).last() + 1);
      }
    }
    if (end < 0) {
      throw new InvalidRawStore(path + " holds no record; remove it");
    }
    return end;
  }

  /**
   * A place in a partition before which no record was received at a time or later, at or shortly
   * before the first that was; the end where none was. Empty where nothing is held of it.
   *
   * @param receivedAt milliseconds since the epoch
   */
  public OptionalLong start(RawPartition partition, long receivedAt) throws IOException {
    for (Piece piece : pieces(partition)) {
      if (piece.group() >= 0) {
        if (piece.newest() >= receivedAt) {
          return OptionalLong.of(piece.first());
        }
      } else {
        try (RawFile file = RawFile.open(piece.file())) {
          for (int i = 0; i < file.groups(); i++) {
            RawFile.Span span = only(file, i, partition);
            if (span.newest() >= receivedAt) {
              return OptionalLong.of(span.first());
            }
          }
        }
      }
    }
    return end(partition);
  }

  /**
   * Opens a partition.
   *
   * @param from the first offset to be read
   */
  public RawPartitionReader open(RawPartition partition, long from) throws IOException {
    List<Piece> pieces = pieces(partition);
    Archived of = archived.get(partition);
    if (of != null && of.isCut && !pieces.isEmpty() && from < pieces.get(0).first()) {
      throw new IllegalArgumentException(
          "Offset " + from + " of " + partition + " lies before the days that were listed");
    }
    int first = 0;
    while (first + 1 < pieces.size() && pieces.get(first + 1).first() <= from) {
      first++;
    }
    return new RawPartitionReader(partition, pieces.subList(first, pieces.size()), from);
  }

  /** Sorted by their first offsets. */
  private List<Piece> pieces(RawPartition partition) throws IOException {
    List<Piece> pieces = new ArrayList<>(others().getOrDefault(partition, List.of()));
    Archived of = archived.get(partition);
    if (of != null) {
      of.recent.forEach((start, file) -> pieces.add(new Piece(file, -1, start, -1, -1)));
    }
    pieces.sort(Comparator.comparingLong(Piece::first));
    return pieces;
  }

  private Map<RawPartition, List<Piece>> others() throws IOException {
    if (otherPieces == null) {
      Map<RawPartition, List<Piece>> found = new HashMap<>();
      for (Path path : others) {
        try (RawFile file = RawFile.open(path)) {
          for (int i = 0; i < file.groups(); i++) {
            int group = i;
            file.spans(i)
                .forEach(
                    (partition, span) ->
                        found
                            .computeIfAbsent(partition, added -> new ArrayList<>())
                            .add(new Piece(path, group, span.first(), span.last(), span.newest())));
          }
        }
      }
      otherPieces = found;
    }
    return otherPieces;
  }

  private static RawFile.Span only(RawFile file, int group, RawPartition partition)
      throws IOException {
    Map<RawPartition, RawFile.Span> spans = file.spans(group);
    RawFile.Span span = spans.get(partition);
    if (span == null || spans.size() > 1) {
      throw new InvalidRawStore(
          file.path() + " holds other records than its name says; give it back its own name");
    }
    return span;
  }
}

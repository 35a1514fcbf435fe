package io.tributary.io.parquet;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The raw store as an archive that grows, file by file: {@code
 * received_date=YYYY-MM-DD/TOPIC-PARTITION-START.parquet}.
 *
 * <p>The visible files are the truth of what has been archived. Each begins with the first record
 * after the end of the partition's last file, carries its offset in its name, and never takes the
 * place of another. So of two attempts that write at the same time, one alone can go on from any
 * point, and no record is archived twice.
 *
 * <p>Not safe for use by several threads at once; any number of instances may work on one folder.
 */
public final class ArchiveFolder {

  private final Path folder;
  private final List<String> topics;
  private final Map<RawPartition, Long> ends = new HashMap<>();
  private RawPartitions listed;

  private ArchiveFolder(Path folder, List<String> topics) {
    this.folder = folder;
    this.topics = List.copyOf(topics);
  }

  /**
   * @param folder the raw store; it is made when something is written
   * @param topics the topics that are archived
   * @throws IllegalArgumentException if a topic's name is too long for a file
   */
  public static ArchiveFolder in(Path folder, List<String> topics) {
    for (String topic : topics) {
      if (topic.length() > ArchiveName.LONGEST_TOPIC) {
        throw new IllegalArgumentException(
            "Topic "
                + topic
                + " cannot be archived: its name has "
                + topic.length()
                + " characters, files are named after it and allow "
                + ArchiveName.LONGEST_TOPIC
                + "; choose a topic with a shorter name");
      }
    }
    return new ArchiveFolder(folder.toAbsolutePath(), topics);
  }

  /**
   * The offset after the last record of a partition's visible files; empty where there are none.
   * Looks at the files once; after that it knows what was published here, or found in the way.
   */
  public OptionalLong end(RawPartition partition) throws IOException {
    Long known = ends.get(partition);
    if (known == null) {
      if (listed == null) {
        listed = RawPartitions.in(folder, topics, LocalDate.MAX);
      }
      OptionalLong end = listed.end(partition);
      if (end.isEmpty()) {
        return end;
      }
      known = end.getAsLong();
      ends.put(partition, known);
    }
    return OptionalLong.of(known);
  }

  /** Starts the file that begins with a record, in the folder of its day. */
  public ArchiveDraft begin(RawRecord first) throws IOException {
    Coordinate start = first.coordinate();
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(first.receivedAt(), RawStore.DAY));
    RawPartition partition = new RawPartition(start.topic(), start.partition());
    Path target = new ArchiveName(partition, start.offset()).in(folder, day);
    Files.createDirectories(target.getParent());
    return new ArchiveDraft(this, partition, day, target);
  }

  /** A file that ends there has become visible, or was found to be. */
  void endsAt(RawPartition partition, long end) {
    ends.merge(partition, end, Math::max);
  }

  /**
   * Removes what killed attempts have left.
   *
   * @param before only what was last written to before this time, milliseconds since the epoch
   */
  public void removeLeftOvers(long before) throws IOException {
    if (Files.exists(folder)) {
      List<Path> old =
          RawListing.hiddenFiles(
              folder,
              (name, attributes) ->
                  ArchiveName.isHidden(name) && attributes.lastModifiedTime().toMillis() < before);
      for (Path file : old) {
        Files.deleteIfExists(file);
      }
    }
  }
}

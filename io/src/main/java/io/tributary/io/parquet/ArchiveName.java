package io.tributary.io.parquet;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an archived file: {@code TOPIC-PARTITION-START.parquet}, where START, in 20 digits,
 * is the offset of its first record.
 */
record ArchiveName(RawPartition partition, long start) {

  private static final Pattern VISIBLE = Pattern.compile("(.+)-(\\d{1,10})-(\\d{20})\\.parquet");
  private static final Pattern HIDDEN = Pattern.compile("\\.archive-[0-9a-f-]{36}\\.tmp");

  /** What a name has besides that of its topic; a file system allows 255 characters in all. */
  static final int LONGEST_TOPIC = 255 - "-".length() - 10 - "-".length() - 20 - 8;

  /** Reads a name; empty where the file was not archived by us. */
  static Optional<ArchiveName> of(Path file) {
    Matcher matcher = VISIBLE.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      int partition = Integer.parseInt(matcher.group(2));
      long start = Long.parseLong(matcher.group(3));
      return Optional.of(new ArchiveName(new RawPartition(matcher.group(1), partition), start));
    } catch (NumberFormatException e) {
      return Optional.empty(); // a number that no partition and no offset can be
    }
  }

  /** Where the file stands under the raw store's folder. */
  Path in(Path folder, LocalDate day) {
    return folder
        .resolve(RawStore.DATE_FOLDER + day)
        .resolve(
            String.format("%s-%d-%020d.parquet", partition.topic(), partition.partition(), start));
  }

  /** A name that no other attempt has. */
  static Path hiddenBeside(Path file) {
    return file.resolveSibling(".archive-" + UUID.randomUUID() + ".tmp");
  }

  static boolean isHidden(String name) {
    return HIDDEN.matcher(name).matches();
  }
}

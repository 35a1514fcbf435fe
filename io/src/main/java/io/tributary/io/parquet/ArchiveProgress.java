package io.tributary.io.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a stream has archived what it reads: the file {@value #FILE} in the raw store's folder.
 *
 * <pre>{@code
 * {"version": 1, "through": "2026-03-10T11:59:55Z", "ended": false,
 *  "topics": {"events": {"0": 123, "1": 98}}}
 * }</pre>
 *
 * @param through every record that was received before is in the raw store; null where none is
 *     known to be
 * @param ended the stream has been finished: all that it read is in the raw store, whenever it was
 *     received
 * @param offsets per partition the offset after the last archived record
 */
public record ArchiveProgress(
    Instant through, boolean ended, SortedMap<String, SortedMap<Integer, Long>> offsets) {

  static final String FILE = "_archive.json";

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing is archived yet. */
  public static ArchiveProgress none() {
    return new ArchiveProgress(null, false, new TreeMap<>());
  }

  /**
   * Reads a raw store's progress; empty where no stream archives into it.
   *
   * @throws InvalidRawStore if the file is damaged or from a newer version
   * @throws UncheckedIOException if the disk refuses
   */
  public static Optional<ArchiveProgress> in(Path raw) {
    Path file = raw.resolve(FILE);
    try {
      return Optional.of(read(file, JSON.readTree(Files.readAllBytes(file))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException | DateTimeException | NumberFormatException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static ArchiveProgress read(Path file, JsonNode json) {
    if (json.path("version").asInt() != VERSION) {
      throw new InvalidRawStore(
          file
              + " has version "
              + json.path("version").asText("none")
              + ", expected "
              + VERSION
              + "; use the release that wrote it, or restore the file");
    }
    JsonNode through = json.path("through");
    SortedMap<String, SortedMap<Integer, Long>> offsets = new TreeMap<>();
    for (Map.Entry<String, JsonNode> topic : json.path("topics").properties()) {
      SortedMap<Integer, Long> ofTopic = new TreeMap<>();
      for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
        if (!partition.getValue().canConvertToLong()) {
          throw damaged(file, new NumberFormatException("an offset is no number"));
        }
        ofTopic.put(Integer.valueOf(partition.getKey()), partition.getValue().asLong());
      }
      offsets.put(topic.getKey(), ofTopic);
    }
    return new ArchiveProgress(
        through.isTextual() ? Instant.parse(through.asText()) : null,
        json.path("ended").asBoolean(),
        offsets);
  }

  private static InvalidRawStore damaged(Path file, Exception e) {
    return new InvalidRawStore(
        file
            + " is damaged ("
            + InvalidRawStore.firstLine(e)
            + "); restore it, or remove it if no stream archives here",
        e);
  }

  /** The offset after the last archived record of a partition, or -1. */
  public long offset(RawPartition partition) {
    return offsets
        .getOrDefault(partition.topic(), new TreeMap<>())
        .getOrDefault(partition.partition(), -1L);
  }

  /**
   * This and what a stream says now: times and offsets only ever grow, whichever of the two is the
   * older. Whether the stream has ended is taken as it is now.
   */
  public ArchiveProgress with(ArchiveProgress now) {
    SortedMap<String, SortedMap<Integer, Long>> all = new TreeMap<>();
    for (ArchiveProgress one : new ArchiveProgress[] {this, now}) {
      one.offsets.forEach(
          (topic, ofTopic) ->
              ofTopic.forEach(
                  (partition, offset) ->
                      all.computeIfAbsent(topic, added -> new TreeMap<>())
                          .merge(partition, offset, Math::max)));
    }
    boolean isLater = through == null || (now.through != null && now.through.isAfter(through));
    return new ArchiveProgress(isLater ? now.through : through, now.ended, all);
  }

  /** Puts it into a raw store in place of what is there: a reader sees the one or the other. */
  public void write(Path raw) throws IOException {
    Files.createDirectories(raw);
    Path hidden = ArchiveName.hiddenBeside(raw.resolve(FILE));
    try {
      try (FileChannel out =
          FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer text = StandardCharsets.UTF_8.encode(json() + "\n");
        while (text.hasRemaining()) {
          out.write(text);
        }
        out.force(true);
      }
      Files.move(hidden, raw.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(hidden);
    }
  }

  private ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("version", VERSION);
    json.put("through", through == null ? null : through.toString()).put("ended", ended);
    ObjectNode topics = json.putObject("topics");
    offsets.forEach(
        (topic, ofTopic) -> {
          ObjectNode partitions = topics.putObject(topic);
          ofTopic.forEach((partition, offset) -> partitions.put(partition.toString(), offset));
        });
    return json;
  }

  /**
   * Refuses a range that is not archived yet.
   *
   * @param to the first millisecond after the range
   * @throws InvalidRawStore if records that were received before it may still come
   */
  public void mustCover(long to) {
    if (ended || (through != null && to <= through.toEpochMilli())) {
      return;
    }
    if (through == null) {
      throw new InvalidRawStore(
          "A stream archives into the raw store and has not completed any time yet; wait for it");
    }
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(through.toEpochMilli(), RawStore.DAY));
    throw new InvalidRawStore(
        "A stream archives into the raw store, which is complete through "
            + through
            + " only; give --to "
            + day
            + " or an earlier day, or wait");
  }
}

package io.tributary.runners.explain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.io.parquet.RawStore;
import io.tributary.runners.explain.ParquetRows.Row;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.TraceParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Finds records of the raw store: by the folder of their day where it is known, by the names of
 * archived files, and by the bounds of offsets and partitions in the files' footers.
 */
final class RawFiles {

  /**
   * A raw record.
   *
   * @param traceId the trace that its headers name, or null
   * @param payload its bytes; null where it has none
   */
  record Found(Explanation.Raw raw, Coordinate at, String traceId, byte[] payload) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern ARCHIVED = Pattern.compile("(.+)-(\\d{1,10})-(\\d{20})\\.parquet");

  private static final String RECORD =
      "filename, topic::VARCHAR AS kafka_topic, \"partition\" AS kafka_partition,"
          + " \"offset\" AS kafka_offset, received_at::TIMESTAMPTZ AS received_at, payload";

  /** The names of all and the values of one; not every raw store has headers. */
  private static final String HEADERS =
      ", list_transform(map_entries(headers), lambda h: h.key::VARCHAR) AS names,"
          + " list_transform(list_filter(map_entries(headers),"
          + " lambda h: h.key::VARCHAR = 'traceparent' AND h.value IS NOT NULL),"
          + " lambda h: h.value::VARCHAR) AS parents";

  private final Path folder;
  private final ParquetRows rows;
  private final List<Path> files;
  private final SortedMap<Path, Long> opened = new TreeMap<>();

  private RawFiles(Path folder, ParquetRows rows, List<Path> files) {
    this.folder = folder;
    this.rows = rows;
    this.files = files;
  }

  /**
   * Opens a raw store.
   *
   * @throws io.tributary.io.parquet.InvalidRawStore if the folder holds none
   */
  static RawFiles in(Path folder, ParquetRows rows) {
    RawStore.in(folder); // says what is wrong with it
    try (Stream<Path> walk = Files.walk(folder)) {
      return new RawFiles(
          folder,
          rows,
          walk.filter(file -> file.toString().endsWith(".parquet"))
              .filter(file -> !isHidden(folder.relativize(file)))
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  private static boolean isHidden(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The record at a coordinate.
   *
   * @param receivedAt when it was received, or null where that is not known
   */
  Optional<Found> at(Coordinate at, Instant receivedAt) {
    List<Path> inDay = receivedAt == null ? List.of() : ofDay(receivedAt);
    Optional<Found> found = in(inDay, at);
    return found.isPresent()
        ? found
        : in(files.stream().filter(file -> !inDay.contains(file)).toList(), at);
  }

  private List<Path> ofDay(Instant receivedAt) {
    String day = "received_date=" + LocalDate.ofInstant(receivedAt, ZoneOffset.UTC);
    return files.stream().filter(file -> folder.relativize(file).startsWith(Path.of(day))).toList();
  }

  private Optional<Found> in(List<Path> some, Coordinate at) {
    for (Path file : byName(some, at)) {
      Optional<MessageType> columns = columnsWhereItMayBe(file, at);
      if (columns.isPresent()) {
        opened.computeIfAbsent(file, RawFiles::size);
        List<Row> found =
            rows.ask(
                columns.get().containsField("headers") ? RECORD + HEADERS : RECORD,
                List.of(file.toString()),
                "WHERE \"offset\" = ? AND \"partition\" = ? AND topic::VARCHAR = ?",
                at.offset(),
                at.partition(),
                at.topic());
        if (!found.isEmpty()) {
          return Optional.of(found(found.get(0)));
        }
      }
    }
    return Optional.empty();
  }

  /** An archived file begins with the offset in its name: the last that begins early enough. */
  private static List<Path> byName(List<Path> some, Coordinate at) {
    String offset = String.format(Locale.ROOT, "%020d", at.offset());
    List<Path> others = new ArrayList<>();
    TreeMap<String, Path> archived = new TreeMap<>();
    for (Path file : some) {
      Matcher name = ARCHIVED.matcher(file.getFileName().toString());
      if (!name.matches()) {
        others.add(file);
      } else if (name.group(1).equals(at.topic())
          && name.group(2).equals(Integer.toString(at.partition()))) {
        archived.put(name.group(3), file);
      }
    }
    if (archived.floorEntry(offset) != null) {
      others.add(0, archived.floorEntry(offset).getValue());
    }
    return others;
  }

  /** The columns of a file; empty where its bounds leave out the coordinate. */
  private Optional<MessageType> columnsWhereItMayBe(Path file, Coordinate at) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      return reader.getRowGroups().stream()
              .anyMatch(
                  group ->
                      includes(group, "offset", at.offset())
                          && includes(group, "partition", at.partition()))
          ? Optional.of(reader.getFileMetaData().getSchema())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    } catch (RuntimeException e) {
      throw new ExplainFailed(file + " is no whole Parquet file; remove or restore it", e);
    }
  }

  /** Whether a number is within the bounds of a column, as far as they are known. */
  private static boolean includes(BlockMetaData group, String column, long value) {
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().toDotString().equals(column)) {
        Statistics<?> bounds = chunk.getStatistics();
        return bounds == null
            || !bounds.hasNonNullValue()
            || (((Number) bounds.genericGetMin()).longValue() <= value
                && ((Number) bounds.genericGetMax()).longValue() >= value);
      }
    }
    return true;
  }

  /**
   * Records whose payload has an event's id, found by reading every payload.
   *
   * @param most how many are wanted
   */
  List<Found> withId(String eventId, int most) {
    List<String> all = files.stream().map(Path::toString).toList();
    for (Path file : files) {
      opened.computeIfAbsent(file, RawFiles::size);
    }
    byte[] quoted = ('"' + eventId + '"').getBytes(StandardCharsets.UTF_8);
    return rows
        .ask(
            RECORD,
            all,
            "WHERE contains(payload::VARCHAR, ?::BLOB::VARCHAR) LIMIT " + most,
            (Object) quoted)
        .stream()
        .map(this::found)
        .filter(found -> isNamed(found.payload(), eventId))
        .sorted(Comparator.comparing(found -> found.raw().receivedAt()))
        .toList();
  }

  /** Whether a payload may be the event's: what is no JSON cannot say. */
  private static boolean isNamed(byte[] payload, String eventId) {
    try {
      return eventId.equals(JSON.readTree(payload).path("event_id").asText(eventId));
    } catch (IOException e) {
      return true;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + file, e);
    }
  }

  private Found found(Row row) {
    byte[] payload = row.bytes("payload");
    List<Header> parents =
        row.texts("parents").stream()
            .map(text -> new Header("traceparent", text.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return new Found(
        new Explanation.Raw(
            row.time("received_at"),
            folder.relativize(Path.of(row.text("filename"))).toString(),
            payload == null ? null : (long) payload.length,
            row.texts("names")),
        Hits.coordinate(row),
        TraceParent.traceId(parents),
        payload);
  }

  /** What was opened since the beginning; of files whose bounds left them out, only the footers. */
  Reading reading() {
    return new Reading(
        opened.size(),
        files.size(),
        opened.values().stream().mapToLong(Long::longValue).sum(),
        files.stream().mapToLong(RawFiles::size).sum());
  }
}

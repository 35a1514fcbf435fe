package io.tributary.runners.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many rows the tables of a warehouse hold, from their newest metadata files (Iceberg's table
 * specification, "Table Metadata"): the catalog would have to be locked for that, and the stream
 * commits to it. Good for a glance; a file may be there a moment before it is committed.
 */
final class LiveTables {

  private static final String METADATA = ".metadata.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path namespace;
  private final Map<Path, Long> known = new HashMap<>();

  /**
   * @param namespace the folder that the tables' folders are in
   */
  LiveTables(Path namespace) {
    this.namespace = namespace;
  }

  /** Rows by table, those of views left out. */
  SortedMap<String, Long> rows() {
    SortedMap<String, Long> rows = new TreeMap<>();
    try (Stream<Path> tables = Files.list(namespace)) {
      for (Path table : tables.toList()) {
        newest(table.resolve("metadata"))
            .flatMap(this::rowsIn)
            .ifPresent(number -> rows.put(table.getFileName().toString(), number));
      }
    } catch (NoSuchFileException e) {
      return rows; // nothing was made yet
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + namespace, e);
    }
    return rows;
  }

  /** The names begin with a number of five digits; compressed ones are those of views. */
  private static Optional<Path> newest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(METADATA))
          .filter(file -> !file.toString().endsWith(".gz" + METADATA))
          .max(Path::compareTo);
    }
  }

  private Optional<Long> rowsIn(Path file) {
    Long before = known.get(file);
    if (before != null) {
      return Optional.of(before);
    }
    JsonNode table;
    try {
      table = JSON.readTree(file.toFile());
    } catch (JsonProcessingException half) {
      return Optional.empty(); // it is being written
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    long current = table.path("current-snapshot-id").asLong(-1);
    long rows = 0;
    for (JsonNode snapshot : table.path("snapshots")) {
      if (snapshot.path("snapshot-id").asLong() == current) {
        rows = snapshot.path("summary").path("total-records").asLong();
      }
    }
    known.put(file, rows);
    return Optional.of(rows);
  }
}

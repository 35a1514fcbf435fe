package io.tributary.transforms.warehouse;

import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.TableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tables in a folder: a data file is a text of offsets, and {@code log} has a line per append. It
 * keeps the port's promise of order, and fails as often as it is told to.
 *
 * @param folder where it writes
 * @param failures how many appends fail before one goes through
 */
record FolderAppends(String folder, int failures) implements AppendWarehouse {

  /** One cut as it was appended: offset and partition time of its rows. */
  record Cut(String table, long from, long through, List<Long> behind, TreeMap<Long, Long> rows) {}

  /** One append as it was made. */
  record Made(long sequence, long through, List<Cut> cuts) {}

  @Override
  public Warehouse.Files openFiles() {
    return new TextFiles(this);
  }

  @Override
  public void append(Append append, Consumer<Committed> committed) {
    int failed = lines("failed").size();
    if (failed < failures) {
      note("failed", "once more");
      throw new UncheckedIOException(new IOException("the catalog is away"));
    }
    long last =
        lines("log").stream()
            .mapToLong(line -> Long.parseLong(line.split(" ")[0]))
            .max()
            .orElse(-1);
    if (append.sequence() > last + 1) {
      throw new OutOfOrder("Append " + (last + 1) + " is missing");
    }
    note(
        "log",
        append.sequence()
            + " "
            + append.through()
            + append.cuts().stream()
                .sorted(Comparator.comparing(TableCut::table))
                .map(FolderAppends::text)
                .collect(Collectors.joining(" ", " ", "")));
    append.cuts().forEach(cut -> committed.accept(new Committed(cut.table(), 1)));
  }

  private static String text(TableCut cut) {
    return cut.table()
        + ","
        + cut.from()
        + ","
        + cut.through()
        + ","
        + cut.behind().stream().map(String::valueOf).collect(Collectors.joining("+"))
        + ","
        + cut.files().stream().map(WrittenFile::path).collect(Collectors.joining("+"));
  }

  /** All appends in the order in which they were made. */
  List<Made> made() {
    List<Made> made = new ArrayList<>();
    for (String line : lines("log")) {
      String[] words = line.trim().split(" ");
      made.add(
          new Made(
              Long.parseLong(words[0]),
              Long.parseLong(words[1]),
              Arrays.stream(words).skip(2).map(this::cut).toList()));
    }
    return made;
  }

  private Cut cut(String text) {
    String[] parts = text.split(",");
    TreeMap<Long, Long> rows = new TreeMap<>();
    for (String file : parts[4].split("\\+")) {
      for (String row : lines(file)) {
        rows.put(Long.parseLong(row.split(" ")[0]), Long.parseLong(row.split(" ")[1]));
      }
    }
    return new Cut(
        parts[0],
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Arrays.stream(parts[3].split("\\+"))
            .filter(day -> !day.isEmpty())
            .map(Long::valueOf)
            .toList(),
        rows);
  }

  boolean has(String file) {
    return Files.exists(Path.of(folder, file));
  }

  private List<String> lines(String file) {
    try {
      return has(file) ? Files.readAllLines(Path.of(folder, file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(String file, String line) {
    try {
      Files.writeString(
          Path.of(folder, file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class TextFiles implements Warehouse.Files {
    private final FolderAppends warehouse;
    private final List<String> lines = new ArrayList<>();
    private String table;

    TextFiles(FolderAppends warehouse) {
      this.warehouse = warehouse;
    }

    @Override
    public void write(TableRow row) {
      if (row.table().equals("full")) {
        throw new UncheckedIOException(new IOException("the disk is full"));
      }
      table = row.table();
      Duplicate duplicate = (Duplicate) row.row();
      lines.add(duplicate.coordinate().offset() + " " + duplicate.partitionTime());
    }

    @Override
    public List<WrittenFile> finish() {
      String path = UUID.randomUUID().toString();
      lines.forEach(line -> warehouse.note(path, line));
      return List.of(new WrittenFile(table, path, lines.size(), Map.of(), new byte[0]));
    }

    @Override
    public void abandon() {
      warehouse.note("abandoned", "yes");
    }
  }
}

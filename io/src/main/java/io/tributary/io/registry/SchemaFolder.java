package io.tributary.io.registry;

import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.InvalidSchemas;
import io.tributary.schemas.registry.SchemaProblem;
import io.tributary.schemas.registry.SchemaReport;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaVer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a folder of schemas: {@code DIR/<event_type>/<MODEL-REVISION-ADDITION>.json}, such as
 * {@code schemas/product.viewed/1-0-2.json}. Hidden files and folders, and files that do not end in
 * {@code .json}, are passed over; anything else that does not fit is a problem.
 */
public final class SchemaFolder {
  private static final Pattern EVENT_TYPE = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");

  /** Tables are folders too, and file systems take names of 255 bytes. */
  private static final int MAX_EVENT_TYPE = 200;

  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Map<String, Map<SchemaVer, String>> texts = new HashMap<>();
  private final List<SchemaProblem> problems = new ArrayList<>();

  private SchemaFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The schemas of a folder with JSON Schema's defaults; see {@link #load(Path, SchemaSettings)}.
   */
  public static SchemaSet load(Path folder, Dialect defaultDialect) {
    return load(folder, SchemaSettings.defaults().withDialect(defaultDialect));
  }

  /** The schemas of a folder. Throws {@link InvalidSchemas} where anything is wrong with it. */
  public static SchemaSet load(Path folder, SchemaSettings settings) {
    SchemaFolder read = new SchemaFolder(folder);
    read.read();
    SchemaSet.Checked checked = SchemaSet.check(read.texts, settings);
    List<SchemaProblem> problems = new ArrayList<>(read.problems);
    checked.problems().forEach((id, what) -> problems.add(new SchemaProblem(read.file(id), what)));
    if (!problems.isEmpty()) {
      throw new InvalidSchemas(problems);
    }
    return checked.schemas();
  }

  /** What is to say about a folder: it reports and does not throw. */
  public static SchemaReport check(Path folder, SchemaSettings settings) {
    SchemaFolder read = new SchemaFolder(folder);
    read.read();
    return SchemaReport.of(SchemaSet.check(read.texts, settings), read.problems);
  }

  private String file(SchemaSet.Id id) {
    return folder.resolve(id.eventType()).resolve(id.version() + SUFFIX).toString();
  }

  private void read() {
    if (!Files.isDirectory(folder)) {
      problem(folder, "there is no such folder; it should hold EVENT_TYPE/1-0-0.json");
      return;
    }
    for (Path type : entries(folder)) {
      if (Files.isDirectory(type)) {
        readType(type);
      } else {
        problem(type, "is not expected here; schemas are files EVENT_TYPE/1-0-0.json");
      }
    }
    if (texts.isEmpty() && problems.isEmpty()) {
      problem(folder, "holds no schemas; it should hold EVENT_TYPE/1-0-0.json");
    }
  }

  private void readType(Path type) {
    String name = name(type);
    if (!EVENT_TYPE.matcher(name).matches()) {
      problem(type, "is not named as an event type: small letters, digits and _, joined by dots");
      return;
    }
    if (name.length() > MAX_EVENT_TYPE) {
      problem(type, "has a name of more than " + MAX_EVENT_TYPE + " characters");
      return;
    }
    List<Path> files = entries(type);
    for (Path file : files) {
      readVersion(name, file);
    }
    if (files.isEmpty()) {
      problem(type, "holds no schema; it should hold 1-0-0.json");
    }
  }

  private void readVersion(String type, Path file) {
    String name = name(file);
    Optional<SchemaVer> version =
        name.endsWith(SUFFIX)
            ? SchemaVer.parse(name.substring(0, name.length() - SUFFIX.length()))
            : Optional.empty(); // a folder
    if (version.isEmpty()) {
      problem(file, "is not named MODEL-REVISION-ADDITION.json, such as 1-0-0.json");
      return;
    }
    if (!Files.isRegularFile(file)) {
      problem(file, "is not a file");
      return;
    }
    text(file)
        .ifPresent(
            text -> texts.computeIfAbsent(type, any -> new HashMap<>()).put(version.get(), text));
  }

  private Optional<String> text(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      problem(file, "is not UTF-8");
    } catch (IOException e) {
      problem(file, "cannot be read: " + e.getMessage());
    }
    return Optional.empty();
  }

  private List<Path> entries(Path of) {
    try (Stream<Path> entries = Files.list(of)) {
      return entries.filter(entry -> !isPassedOver(entry)).sorted().toList();
    } catch (IOException e) {
      problem(of, "cannot be read: " + e.getMessage());
      return List.of();
    }
  }

  private static boolean isPassedOver(Path entry) {
    String name = name(entry);
    return name.startsWith(".") || (!name.endsWith(SUFFIX) && !Files.isDirectory(entry));
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private void problem(Path file, String what) {
    problems.add(new SchemaProblem(file.toString(), what));
  }
}

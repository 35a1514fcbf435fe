package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.table.EventTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Iglu Central: hundreds of real schemas with versions, of draft-04 by another name. */
class RealSchemasTest {

  @Test
  void loadsAllSchemasOfIgluCentral() throws IOException {
    SchemaSet.Checked checked =
        SchemaSet.check(
            iglu(SharedData.folder("iglu-central")),
            SchemaSettings.defaults().withDialect(Dialect.DRAFT_4));

    assertThat(checked.problems()).isEmpty();
    SchemaSet set = checked.schemas();
    long versions = set.eventTypes().stream().mapToLong(type -> set.versions(type).size()).sum();
    assertThat(versions).isEqualTo(355);
    assertThat(EventTables.of(set).tables()).hasSizeGreaterThan(200);
  }

  /** {@code com.acme/some_event} becomes {@code com.acme.some_event}. */
  private static Map<String, Map<SchemaVer, String>> iglu(Path folder) throws IOException {
    Map<String, Map<SchemaVer, String>> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path name = file.getParent().getParent();
        String type =
            (name.getParent().getFileName() + "." + name.getFileName())
                .toLowerCase(Locale.ROOT)
                .replace('-', '_');
        SchemaVer version = SchemaVer.parse(file.getFileName().toString()).orElseThrow();
        texts.computeIfAbsent(type, any -> new HashMap<>()).put(version, Files.readString(file));
      }
    }
    return texts;
  }
}

package io.tributary.io.iceberg;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTablesTest {

  private static final Schema SCHEMA = new Schema(required(1, "id", StringType.get()));

  @TempDir Path temp;

  private CatalogConfig config() {
    return CatalogConfig.embedded(temp);
  }

  private OpenCatalog catalog() {
    OpenCatalog catalog = config().open();
    if (catalog.catalog() instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(catalog.namespace())) {
      namespaces.createNamespace(catalog.namespace());
    }
    return catalog;
  }

  private static Table create(OpenCatalog catalog, String name) {
    return catalog
        .catalog()
        .createTable(
            catalog.table(name),
            SCHEMA,
            PartitionSpec.unpartitioned(),
            Map.of("format-version", "2"));
  }

  private static DataFile file(String path, long rows) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(path)
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(100)
        .withRecordCount(rows)
        .build();
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void listsTheFilesOfTheCurrentSnapshotOnly() {
    try (OpenCatalog catalog = catalog()) {
      Table table = create(catalog, "events_b");
      DataFile replaced = file("/data/1.parquet", 10);
      table.newAppend().appendFile(replaced).appendFile(file("/data/3.parquet", 5)).commit();
      table.newOverwrite().deleteFile(replaced).addFile(file("file:/data/2.parquet", 7)).commit();
      create(catalog, "events_a");
    }

    try (WarehouseTables tables = WarehouseTables.open(config())) {
      assertThat(tables.names()).containsExactly("events_a", "events_b");
      TableFiles written = tables.table("events_b");
      assertThat(written.name()).isEqualTo("events_b");
      assertThat(written.files()).containsExactly("/data/2.parquet", "/data/3.parquet");
      assertThat(written.rows()).isEqualTo(12);
      assertThat(tables.tables())
          .extracting(TableFiles::name, TableFiles::rows, table -> table.files().size())
          .containsExactly(tuple("events_a", 0L, 0), tuple("events_b", 12L, 2));
    }
  }

  @Test
  void givesTheSchemaAsItIsNow() {
    try (OpenCatalog catalog = catalog()) {
      Table table = create(catalog, "events_a");
      table.newAppend().appendFile(file("/data/1.parquet", 1)).commit();
      table.updateSchema().addColumn("more", LongType.get()).commit();
    }

    try (WarehouseTables tables = WarehouseTables.open(config())) {
      assertThat(tables.table("events_a").schema().asStruct())
          .isEqualTo(
              new Schema(required(1, "id", StringType.get()), optional(2, "more", LongType.get()))
                  .asStruct());
    }
  }

  @Test
  void aFolderWithoutACatalogIsNoWarehouseAndStaysAsItIs() throws IOException {
    Path missing = temp.resolve("missing");
    Path other = Files.createDirectories(temp.resolve("other"));
    Files.writeString(other.resolve("notes.txt"), "mine");

    for (Path folder : List.of(missing, other)) {
      assertThatThrownBy(() -> WarehouseTables.open(CatalogConfig.embedded(folder)))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessage(
              "--warehouse "
                  + folder
                  + " holds no warehouse; run `./tributary replay` or `./tributary demo` first");
    }
    assertThat(missing).doesNotExist();
    assertThat(filesIn(other)).containsExactly(other, other.resolve("notes.txt"));
  }

  @Test
  void saysThatADamagedCatalogCannotBeRead() throws IOException {
    Files.writeString(temp.resolve("catalog.db"), "this is not a database, whatever its name says");

    assertThatThrownBy(() -> WarehouseTables.open(config()))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageStartingWith("The catalog of " + temp + " cannot be read (")
        .hasMessageContaining("SQLITE_NOTADB")
        .hasMessageContaining("--catalog");
  }

  @Test
  void saysThatAnEmptyCatalogCannotBeReadAndLeavesItEmpty() throws IOException {
    Path catalog = Files.createFile(temp.resolve("catalog.db"));

    assertThatThrownBy(() -> WarehouseTables.open(config())).isInstanceOf(InvalidWarehouse.class);
    assertThat(catalog).isEmptyFile();
  }

  @Test
  void namesTheNamespaceThatIsNotThere() {
    catalog().close();

    assertThatThrownBy(() -> WarehouseTables.open(config().with("marketing", Map.of())))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("no namespace marketing")
        .hasMessageContaining("--namespace");
  }

  @Test
  void readingChangesNothing() throws IOException {
    try (OpenCatalog catalog = catalog()) {
      create(catalog, "events_a");
    }
    Path database = temp.resolve("catalog.db");
    byte[] bytes = Files.readAllBytes(database);
    List<Path> files = filesIn(temp);

    try (WarehouseTables tables = WarehouseTables.open(config())) {
      assertThat(tables.tables()).hasSize(1);
    }

    assertThat(database).hasBinaryContent(bytes);
    assertThat(filesIn(temp)).isEqualTo(files);
  }

  @Test
  void refusesFilesThatAreNotOnThisMachine() {
    try (OpenCatalog catalog = catalog()) {
      create(catalog, "events_a").newAppend().appendFile(file("s3://bucket/1.parquet", 1)).commit();
    }

    try (WarehouseTables tables = WarehouseTables.open(config())) {
      assertThatThrownBy(() -> tables.table("events_a"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessageContaining("events_a")
          .hasMessageContaining("s3");
    }
  }

  @Test
  void refusesDeleteFilesRatherThanShowDeletedRows() {
    try (OpenCatalog catalog = catalog()) {
      Table table = create(catalog, "events_a");
      table.newAppend().appendFile(file("/data/1.parquet", 1)).commit();
      DeleteFile deletes =
          FileMetadata.deleteFileBuilder(table.spec())
              .ofPositionDeletes()
              .withPath("/data/deletes.parquet")
              .withFormat(FileFormat.PARQUET)
              .withFileSizeInBytes(10)
              .withRecordCount(1)
              .build();
      table.newRowDelta().addDeletes(deletes).commit();
    }

    try (WarehouseTables tables = WarehouseTables.open(config())) {
      assertThatThrownBy(() -> tables.table("events_a"))
          .isInstanceOf(InvalidWarehouse.class)
          .hasMessageContaining("delete files");
    }
  }

  @Test
  void aTableWhoseRowsAreAllGoneHasNoFiles() {
    try (OpenCatalog catalog = catalog()) {
      Table table = create(catalog, "events_a");
      table.newAppend().appendFile(file("/data/1.parquet", 1)).commit();
      table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    }

    try (WarehouseTables tables = WarehouseTables.open(config())) {
      assertThat(tables.table("events_a").files()).isEmpty();
      assertThat(tables.table("events_a").rows()).isZero();
    }
  }

  @Test
  void knowsHowFilesWriteOddNames() {
    assertThat(TableFiles.nameInFiles("plain_1")).isEqualTo("plain_1");
    assertThat(TableFiles.nameInFiles("a.b")).isEqualTo("a_x2Eb");
    assertThat(TableFiles.nameInFiles("1st")).isEqualTo("_1st");
  }
}

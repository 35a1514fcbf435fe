package io.tributary.runners.lineage;

import io.openlineage.client.OpenLineage;
import io.tributary.io.iceberg.TableFiles;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.runners.lineage.LineageJob.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** The tables of a run with their columns and, where its files are known, what it wrote. */
final class OutputTables {

  private final LineageJob job;
  private final OpenLineage library;

  OutputTables(LineageJob job, OpenLineage library) {
    this.job = job;
    this.library = library;
  }

  /**
   * Reads the warehouse.
   *
   * @throws io.tributary.io.iceberg.InvalidWarehouse if it cannot be read here
   */
  List<OpenLineage.OutputDataset> read(LineageRun.Counts counts) {
    List<OpenLineage.OutputDataset> outputs = new ArrayList<>();
    if (job.archive() != null) {
      outputs.add(
          library
              .newOutputDatasetBuilder()
              .namespace(job.archive().namespace())
              .name(job.archive().name())
              .build());
    }
    try (WarehouseTables warehouse = WarehouseTables.open(job.catalog())) {
      for (String name : warehouse.names()) {
        if (job.runFolder() == null || counts.rows().containsKey(name)) {
          outputs.add(output(warehouse.table(name), counts.rows().get(name)));
        }
      }
    }
    return outputs;
  }

  private OpenLineage.OutputDataset output(TableFiles table, Long rows) {
    Dataset dataset = job.table(table.name());
    OpenLineage.OutputDatasetBuilder output =
        library
            .newOutputDatasetBuilder()
            .namespace(dataset.namespace())
            .name(dataset.name())
            .facets(
                library
                    .newDatasetFacetsBuilder()
                    .schema(library.newSchemaDatasetFacet(fields(table.schema().columns())))
                    .build());
    if (rows != null) {
      List<String> files =
          table.files().stream()
              .filter(file -> file.contains("/" + job.runFolder() + "/"))
              .toList();
      output.outputFacets(
          library
              .newOutputDatasetOutputFacetsBuilder()
              .outputStatistics(
                  library
                      .newOutputStatisticsOutputDatasetFacetBuilder()
                      .rowCount(rows)
                      .size(files.stream().mapToLong(OutputTables::size).sum())
                      .fileCount((long) files.size())
                      .build())
              .build());
    }
    return output.build();
  }

  private static long size(String file) {
    try {
      return Files.size(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + file, e);
    }
  }

  private List<OpenLineage.SchemaDatasetFacetFields> fields(List<NestedField> columns) {
    return columns.stream()
        .map(column -> field(column.name(), column.type(), column.doc()))
        .toList();
  }

  private OpenLineage.SchemaDatasetFacetFields field(String name, Type type, String doc) {
    if (type.isStructType()) {
      return library.newSchemaDatasetFacetFields(
          name, "struct", doc, fields(type.asStructType().fields()));
    }
    if (type.isListType()) {
      return library.newSchemaDatasetFacetFields(
          name, "array", doc, List.of(field("_element", type.asListType().elementType(), null)));
    }
    return library.newSchemaDatasetFacetFields(
        name, type.toString().toLowerCase(Locale.ROOT), doc, null);
  }
}

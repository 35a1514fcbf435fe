package io.tributary.io.iceberg;

import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.avro.AvroSchemaUtil;

/**
 * What a reader of one table needs: the current snapshot and nothing of Iceberg's metadata.
 *
 * @param name the table's name
 * @param schema its columns now; older files may lack some, at any depth
 * @param files local paths of the Parquet files that make up the current snapshot, sorted; empty
 *     where the table has no rows
 * @param rows how many rows these files hold together
 */
public record TableFiles(String name, Schema schema, List<String> files, long rows) {

  public TableFiles {
    files = List.copyOf(files);
  }

  /**
   * The name that a column or a nested field has inside the files: Iceberg writes other characters
   * than letters, digits and underscores as codes. Files say by field id which column is meant.
   */
  public static String nameInFiles(String name) {
    return AvroSchemaUtil.makeCompatibleName(name);
  }
}

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Answers each line of SQL in a file with a line of cells, parted by bars, in another file. */
public final class ReadBack {

  private ReadBack() {}

  /** Takes the warehouse folder, the file of queries, and the file for the answers. */
  public static void main(String[] args) throws Exception {
    String catalog = "spark.sql.catalog.tributary";
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
            .config(catalog, "org.apache.iceberg.spark.SparkCatalog")
            .config(catalog + ".type", "jdbc")
            .config(catalog + ".uri", "jdbc:sqlite:" + args[0] + "/catalog.db")
            .config(catalog + ".warehouse", args[0])
            .config(catalog + ".jdbc.schema-version", "V1")
            .config("spark.sql.defaultCatalog", "tributary")
            .getOrCreate();
    spark.sql("USE tributary.analytics");
    StringBuilder answers = new StringBuilder();
    for (String query : Files.readAllLines(Path.of(args[1]))) {
      List<Row> rows = spark.sql(query).collectAsList();
      answers.append(rows.get(0).mkString("|")).append('\n');
    }
    Files.writeString(Path.of(args[2]), answers);
    spark.stop();
  }
}

package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.schemas.table.TableNames;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.view.ViewBuilder;

/**
 * The view {@code sessions_current} in the catalog itself, for every engine that reads Iceberg's
 * views: per session the row of its highest revision.
 */
final class SessionsView {

  private SessionsView() {}

  /**
   * Makes the view where the catalog knows views, has the table and has not the view. One that is
   * there stays, whoever made it.
   */
  static void ensure(OpenCatalog catalog) {
    if (!(catalog.catalog() instanceof ViewCatalog views)) {
      return;
    }
    TableIdentifier sessions = catalog.table(TableNames.SESSIONS);
    TableIdentifier view = catalog.table(TableNames.SESSIONS_CURRENT);
    if (views.viewExists(view) || !catalog.catalog().tableExists(sessions)) {
      return;
    }
    Schema schema = catalog.catalog().loadTable(sessions).schema();
    ViewBuilder builder =
        views.buildView(view).withSchema(schema).withDefaultNamespace(catalog.namespace());
    String spark = sql(schema, '`');
    String standard = sql(schema, '"');
    builder.withQuery("spark", spark).withQuery("trino", standard).withQuery("duckdb", standard);
    try {
      builder.create();
    } catch (AlreadyExistsException e) {
      // another process made it since it was looked for
    }
  }

  private static String sql(Schema schema, char quote) {
    StringBuilder columns = new StringBuilder();
    for (NestedField column : schema.columns()) {
      columns
          .append(columns.isEmpty() ? "" : ", ")
          .append(quote)
          .append(column.name())
          .append(quote);
    }
    return "SELECT "
        + columns
        + " FROM (SELECT *, row_number() OVER (PARTITION BY session_id ORDER BY revision DESC)"
        + " AS newest FROM "
        + TableNames.SESSIONS
        + ") AS ranked WHERE newest = 1";
  }
}

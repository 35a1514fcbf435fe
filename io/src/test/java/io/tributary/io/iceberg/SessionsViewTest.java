package io.tributary.io.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.schemas.table.TableNames;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsViewTest {

  @TempDir Path temp;

  private OpenCatalog catalog() {
    OpenCatalog catalog = CatalogConfig.embedded(temp).open();
    ((SupportsNamespaces) catalog.catalog()).createNamespace(catalog.namespace());
    return catalog;
  }

  private static void createSessions(OpenCatalog catalog) {
    catalog
        .catalog()
        .createTable(catalog.table(TableNames.SESSIONS), TableSchemas.of(TableNames.SESSIONS));
  }

  private static View view(OpenCatalog catalog) {
    return ((ViewCatalog) catalog.catalog()).loadView(catalog.table(TableNames.SESSIONS_CURRENT));
  }

  @Test
  void makesTheViewOnce() {
    try (OpenCatalog catalog = catalog()) {
      createSessions(catalog);

      SessionsView.ensure(catalog);
      String first = view(catalog).uuid().toString();
      SessionsView.ensure(catalog);

      assertThat(view(catalog).uuid()).hasToString(first);
      assertThat(view(catalog).currentVersion().defaultNamespace()).isEqualTo(catalog.namespace());
      assertThat(view(catalog).schema().columns())
          .extracting(column -> column.name())
          .containsExactlyElementsOf(
              TableSchemas.of(TableNames.SESSIONS).columns().stream()
                  .map(column -> column.name())
                  .toList());
      assertThat(view(catalog).sqlFor("spark").sql())
          .startsWith("SELECT `session_id`, `client_key`, ")
          .contains(" FROM sessions)");
      assertThat(catalog.catalog().listTables(catalog.namespace()))
          .containsExactly(catalog.table(TableNames.SESSIONS));
    }
  }

  @Test
  void itsSqlGivesTheHighestRevision() throws SQLException {
    SQLViewRepresentation sql;
    try (OpenCatalog catalog = catalog()) {
      createSessions(catalog);
      SessionsView.ensure(catalog);
      sql = view(catalog).sqlFor("duckdb");
    }
    StringBuilder columns = new StringBuilder();
    TableSchemas.of(TableNames.SESSIONS).columns().stream()
        .filter(column -> !column.name().equals("session_id") && !column.name().equals("revision"))
        .forEach(column -> columns.append(", NULL AS ").append(column.name()));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE sessions AS SELECT session_id, revision"
              + columns
              + " FROM (VALUES ('a', 1), ('b', 1), ('a', 3), ('a', 2)) t(session_id, revision)");
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT string_agg(session_id || revision, ',' ORDER BY session_id) FROM ("
                  + sql.sql()
                  + ")")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("a3,b1");
      }
    }
  }

  @Test
  void doesNothingWhereThereAreNoSessions() {
    try (OpenCatalog catalog = catalog()) {
      SessionsView.ensure(catalog);

      assertThat(((ViewCatalog) catalog.catalog()).listViews(catalog.namespace())).isEmpty();
    }
  }

  @Test
  void doesNothingWhereTheCatalogKnowsNoViews() {
    CatalogConfig config =
        CatalogConfig.embedded(temp)
            .with("analytics", Map.of("type", "hadoop", "warehouse", temp.toString()));
    try (OpenCatalog catalog = config.open()) {
      createSessions(catalog);

      assertThatCode(() -> SessionsView.ensure(catalog)).doesNotThrowAnyException();
    }
  }
}

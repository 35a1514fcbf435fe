package io.tributary.runners.query;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.iceberg.TableFiles;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class ViewSqlTest {

  @Test
  void aTableThatWasNotReadIsAnErrorAndNotEmpty() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(ViewSql.unread(List.of("events_a", "events_b's \"own\"")));
      }
      for (String sql :
          List.of("FROM events_a", "SELECT count(*) FROM events_a", "SELECT 1 FROM events_a")) {
        try (Statement statement = connection.createStatement()) {
          assertThatThrownBy(() -> statement.execute(sql))
              .isInstanceOf(SQLException.class)
              .hasMessageContaining("Write the name of events_a out");
        }
      }
    }
  }

  @Test
  void hasEveryTypeThatDuckDbHas() throws SQLException {
    Schema schema =
        new Schema(
            optional(1, "boolean", Types.BooleanType.get()),
            optional(2, "int", Types.IntegerType.get()),
            optional(3, "long", Types.LongType.get()),
            optional(4, "float", Types.FloatType.get()),
            optional(5, "double", Types.DoubleType.get()),
            optional(6, "date", Types.DateType.get()),
            optional(7, "time", Types.TimeType.get()),
            optional(8, "zoned", Types.TimestampType.withZone()),
            optional(9, "local", Types.TimestampType.withoutZone()),
            optional(10, "string", Types.StringType.get()),
            optional(11, "uuid", Types.UUIDType.get()),
            optional(12, "binary", Types.BinaryType.get()),
            optional(13, "fixed", Types.FixedType.ofLength(4)),
            optional(14, "decimal", Types.DecimalType.of(9, 2)),
            optional(
                15,
                "map",
                Types.MapType.ofOptional(16, 17, Types.StringType.get(), Types.LongType.get())),
            optional(18, "nanos", Types.TimestampNanoType.withoutZone()));
    List<String> types = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(ViewSql.of(new TableFiles("all_types", schema, List.of(), 0)));
      try (ResultSet rows = statement.executeQuery("DESCRIBE all_types")) {
        while (rows.next()) {
          types.add(rows.getString("column_type"));
        }
      }
    }
    assertThat(types)
        .containsExactly(
            "BOOLEAN",
            "INTEGER",
            "BIGINT",
            "FLOAT",
            "DOUBLE",
            "DATE",
            "TIME",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP",
            "VARCHAR",
            "UUID",
            "BLOB",
            "BLOB",
            "DECIMAL(9,2)",
            "MAP(VARCHAR, BIGINT)",
            "TIMESTAMP_NS");
  }

  @Test
  void saysWhichTableHasATypeThatDuckDbHasNot() {
    Schema schema = new Schema(optional(1, "anything", Types.VariantType.get()));

    assertThatThrownBy(() -> ViewSql.of(new TableFiles("odd", schema, List.of(), 0)))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageStartingWith("Table odd cannot be queried here (No DuckDB type for variant)");
  }
}

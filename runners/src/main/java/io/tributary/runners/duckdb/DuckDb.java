package io.tributary.runners.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/** A DuckDB of its own inside this process: without extensions from elsewhere, in UTC. */
public final class DuckDb {

  private DuckDb() {}

  /**
   * Opens one.
   *
   * @param purpose names its folder for temporary files
   * @param memory what it may hold in memory before it spills, such as {@code 4GB}
   * @param more further settings, which stand above those of all
   * @throws IllegalArgumentException if it does not start: the limit is no amount of memory
   */
  public static Connection open(String purpose, String memory, Map<String, String> more) {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", memory);
    settings.setProperty("threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
    // a folder of its own: processes would overwrite each other's files. DuckDB makes and removes
    // it
    settings.setProperty(
        "temp_directory",
        Path.of(
                System.getProperty("java.io.tmpdir"),
                "tributary-" + purpose + "-" + UUID.randomUUID())
            .toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    more.forEach(settings::setProperty);
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalArgumentException("DuckDB does not start: " + message(e), e);
    }
  }

  /** DuckDB's words in one line, and the way out where memory did not suffice. */
  public static String message(SQLException e) {
    String message = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    return message.startsWith("Out of Memory")
        ? message + "; give --memory more than it has"
        : message;
  }
}

package io.tributary.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes' logs: all to standard output, which is their log file. */
final class Logback {

  private static final String CONFIGURATION =
      """
      <configuration>
        <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%d{HH:mm:ss.SSS} %-5level %logger{30} %msg%n</pattern>
          </encoder>
        </appender>
      QUIET  <root level="INFO">
          <appender-ref ref="OUT"/>
        </root>
      </configuration>
      """;

  private Logback() {}

  /**
   * Writes logback.xml into a folder.
   *
   * @param quiet loggers that only warn
   * @return the option which makes a JVM use it
   */
  static String write(Path folder, List<String> quiet) {
    StringBuilder loggers = new StringBuilder();
    for (String logger : quiet) {
      loggers.append("  <logger name=\"").append(logger).append("\" level=\"WARN\"/>\n");
    }
    Path file = folder.resolve("logback.xml");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, CONFIGURATION.replace("QUIET", loggers));
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write " + file, failed);
    }
    return "-Dlogback.configurationFile=" + file.toAbsolutePath();
  }
}

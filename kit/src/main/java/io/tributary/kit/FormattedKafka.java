package io.tributary.kit;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/**
 * Formats a broker's folder unless it is formatted, then runs the broker: in one process, because
 * most of the time that either takes is the start of the JVM and of Scala. Runs on the broker's
 * class path, so Kafka's classes are called by name.
 */
final class FormattedKafka {

  private FormattedKafka() {}

  /** Takes the path of server.properties and the cluster's id. */
  public static void main(String[] arguments) throws Throwable {
    String properties = arguments[0];
    String[] format = {
      "format", "--ignore-formatted", "--cluster-id", arguments[1], "--config", properties
    };
    try {
      Object status =
          Class.forName("kafka.tools.StorageTool")
              .getMethod("execute", String[].class, PrintStream.class)
              .invoke(null, format, System.out);
      if (!Integer.valueOf(0).equals(status)) {
        throw new IllegalStateException("Kafka's StorageTool ended with " + status);
      }
      Class.forName("kafka.Kafka")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {properties});
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}

package io.tributary.runners.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runners.Lake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What a stream has sent on, beside the rows of its tables. */
final class EmbeddedPublished {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EmbeddedPublished() {}

  /** Columns of tables that a published event has as its members, with how DuckDB writes them. */
  private static final List<String> TEXTS =
      List.of(
          "event_id",
          "event_type",
          "schema_version",
          "user_id",
          "anonymous_id",
          "client_session_id",
          "platform",
          "app_version",
          "sdk_version",
          "client_ip",
          "user_agent",
          "is_late",
          "resolved_user_id",
          "user_country",
          "user_segment",
          "account_age_days",
          "device_class",
          "os_name",
          "os_version",
          "browser_name",
          "browser_version",
          "is_bot",
          "ua_rules_version",
          "trace_id");

  private static final List<String> TIMES =
      List.of("timestamp", "original_timestamp", "sent_at", "received_at", "profile_version");

  /**
   * Every kept event of a type must be there, at least once, each time with the values of its row,
   * and nothing else.
   */
  static void assertHasAll(
      List<ConsumerRecord<byte[], byte[]>> records, Lake lake, String warehouse, String table)
      throws IOException {
    Map<String, Map<String, String>> rows = rows(lake, warehouse, table);
    Set<String> missing = new HashSet<>(rows.keySet());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      JsonNode json = JSON.readTree(record.value());
      String coordinate =
          json.path("kafka_topic").asText()
              + "/"
              + json.path("kafka_partition").asText()
              + "/"
              + json.path("kafka_offset").asText();
      Map<String, String> row = rows.get(coordinate);
      if (row != null) {
        assertThat(members(json)).as(coordinate).isEqualTo(row);
        assertThat(header(record, "event_id")).isEqualTo(row.get("event_id"));
        assertThat(header(record, "event_type")).isEqualTo(row.get("event_type"));
        missing.remove(coordinate);
      }
    }
    assertThat(missing).as("not published of " + table).isEmpty();
  }

  private static Map<String, Map<String, String>> rows(Lake lake, String name, String table) {
    List<String> columns = new ArrayList<>();
    TEXTS.forEach(column -> columns.add('"' + column + '"'));
    TIMES.forEach(column -> columns.add("strftime(\"" + column + "\", '%Y-%m-%dT%H:%M:%S.%gZ')"));
    List<String> names = new ArrayList<>(TEXTS);
    names.addAll(TIMES);
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (int column = 0; column < names.size(); column++) {
      // One column at a time: texts may hold anything, also what parts cells.
      for (String cells :
          lake.ask(
              "SELECT kafka_topic || '/' || kafka_partition || '/' || kafka_offset, "
                  + columns.get(column)
                  + " FROM "
                  + name
                  + "."
                  + table)) {
        String[] cell = cells.split("\\|", 2);
        rows.computeIfAbsent(cell[0], added -> new HashMap<>()).put(names.get(column), cell[1]);
      }
    }
    return rows;
  }

  private static Map<String, String> members(JsonNode json) {
    Map<String, String> members = new HashMap<>();
    TEXTS.forEach(name -> members.put(name, json.path(name).asText()));
    TIMES.forEach(name -> members.put(name, json.path(name).asText()));
    return members;
  }

  /** Every dead letter must be there with the bytes and headers of its record, and its reason. */
  static void assertHasDeadLetters(
      List<ConsumerRecord<byte[], byte[]>> published,
      List<ConsumerRecord<byte[], byte[]>> sent,
      Lake lake,
      String warehouse) {
    Map<String, ConsumerRecord<byte[], byte[]>> originals = new HashMap<>();
    sent.forEach(
        record ->
            originals.put(
                record.topic() + "/" + record.partition() + "/" + record.offset(), record));
    Map<String, String> missing = new HashMap<>();
    for (String row :
        lake.ask(
            "SELECT kafka_topic || '/' || kafka_partition || '/' || kafka_offset, stage || '/' ||"
                + " reason || '/' || detail FROM "
                + warehouse
                + ".dead_letters")) {
      String[] cells = row.split("\\|", 2);
      missing.put(cells[0], cells[1]);
    }
    for (ConsumerRecord<byte[], byte[]> record : published) {
      String coordinate =
          header(record, "tributary.topic")
              + "/"
              + header(record, "tributary.partition")
              + "/"
              + header(record, "tributary.offset");
      ConsumerRecord<byte[], byte[]> original = originals.get(coordinate);
      assertThat(original).as(coordinate).isNotNull();
      if (record.headers().lastHeader("tributary.payload") == null) {
        assertThat(record.value()).as(coordinate).isEqualTo(original.value());
      }
      Header[] own = original.headers().toArray();
      assertThat(Arrays.copyOf(record.headers().toArray(), own.length))
          .as(coordinate)
          .isEqualTo(own);
      String why = missing.remove(coordinate);
      if (why != null) {
        assertThat(
                header(record, "tributary.stage")
                    + "/"
                    + header(record, "tributary.reason")
                    + "/"
                    + header(record, "tributary.detail"))
            .isEqualTo(why);
      }
    }
    assertThat(missing).as("dead letters that were not published").isEmpty();
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}

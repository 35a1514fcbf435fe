package io.tributary.runners.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.runners.Lake;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A topic's records in a raw store as DuckDB reads them, beside what the broker has. */
final class EmbeddedRaw {

  private final Map<String, String> archived = new HashMap<>();
  private final Map<String, Long> wrong = new TreeMap<>();

  static EmbeddedRaw of(Lake lake, Path raw, String topic) {
    EmbeddedRaw all = new EmbeddedRaw();
    List<String> rows =
        lake.ask(
            "SELECT partition, \"offset\", epoch_ms(received_at), md5(coalesce(hex(key), 'none')),"
                + " md5(coalesce(hex(payload), 'none')), coalesce(array_to_string("
                + "list_transform(map_entries(headers), e -> hex(encode(e.key)) || '=' ||"
                + " coalesce(hex(e.value), 'none')), ','), '') FROM read_parquet('"
                + raw
                + "/*/*.parquet', hive_partitioning = false) WHERE topic = '"
                + topic
                + "'");
    for (String row : rows) {
      String[] parts = row.split("\\|", 3);
      if (all.archived.put(parts[0] + "/" + parts[1], parts[2]) != null) {
        all.count("twice in the raw store");
      }
    }
    return all;
  }

  private void count(String what) {
    wrong.merge(what, 1L, Long::sum);
  }

  /** This record must be there, with its time, key, payload and headers. */
  void expect(ConsumerRecord<byte[], byte[]> record) {
    String row = archived.remove(record.partition() + "/" + record.offset());
    if (row == null) {
      count("missing in the raw store");
    } else if (!row.equals(text(record))) {
      count("changed in the raw store");
    }
  }

  /** What is wrong, and how often; empty where nothing is. */
  Map<String, Long> wrong() {
    archived.keySet().forEach(coordinate -> count("only in the raw store"));
    return wrong;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    StringBuilder headers = new StringBuilder();
    for (Header header : record.headers()) {
      headers
          .append(headers.isEmpty() ? "" : ",")
          .append(hex(header.key().getBytes(UTF_8)))
          .append('=')
          .append(header.value() == null ? "none" : hex(header.value()));
    }
    return record.timestamp() + "|" + md5(record.key()) + "|" + md5(record.value()) + "|" + headers;
  }

  private static String md5(byte[] bytes) {
    try {
      byte[] text = (bytes == null ? "none" : hex(bytes)).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}

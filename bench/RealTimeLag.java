import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.LoggerFactory;

/**
 * {@code RealTimeLag BROKERS TOPIC WARM_UP}: makes a real-time topic, reads it from so many seconds
 * after its first event until it is silent, and prints how long after {@code received_at} its events
 * were written to it, in milliseconds.
 */
final class RealTimeLag {

  private static final Pattern RECEIVED = Pattern.compile("\"received_at\":\"([^\"]+)\"");

  private static final long SILENCE = 20_000;

  public static void main(String[] args) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      admin.createTopics(List.of(new NewTopic(args[1], 2, (short) 1))).all().get();
    }
    System.out.println("ready");
    long warmUp = Long.parseLong(args[2]) * 1000;
    long[] lags = new long[1 << 22];
    int n = 0;
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", args[0], "group.id", "lag", "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(args[1]));
      long first = Long.MAX_VALUE;
      long last = Long.MAX_VALUE;
      while (n == 0 || System.currentTimeMillis() - last < SILENCE) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          last = System.currentTimeMillis();
          first = Math.min(first, last);
          Matcher received = RECEIVED.matcher(record.value());
          if (received.find() && last > first + warmUp) {
            lags[n++] = record.timestamp() - Instant.parse(received.group(1)).toEpochMilli();
          }
        }
      }
    }
    Arrays.sort(lags, 0, n);
    System.out.printf(
        "{\"events\": %d, \"p50\": %d, \"p99\": %d, \"max\": %d}%n",
        n, lags[n / 2], lags[(int) (n * 0.99)], lags[n - 1]);
  }
}

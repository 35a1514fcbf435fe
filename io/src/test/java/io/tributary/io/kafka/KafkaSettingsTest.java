package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

  private static final String SECRET = "hunter2";

  @TempDir Path folder;

  private KafkaSettings settings(Map<String, String> properties, String file) {
    return new KafkaSettings("one:9092", List.of("events"), new HashMap<>(properties), file);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("kafka.properties"), text);
  }

  @Test
  void theFileComesFirstThenTheUsersPropertiesThenWhatIsFixed() throws IOException {
    Path file =
        file(
            """
            # how to get in
            security.protocol = SASL_SSL
            sasl.jaas.config = Login required password="%s";
            client.id: ours
            isolation.level = read_uncommitted
            bootstrap.servers = elsewhere:1
            """
                .formatted(SECRET));

    assertThat(
            settings(Map.of("client.id", "mine"), file.toString())
                .client(Map.of("isolation.level", "read_committed")))
        .containsOnly(
            Map.entry("security.protocol", "SASL_SSL"),
            Map.entry("sasl.jaas.config", "Login required password=\"" + SECRET + "\";"),
            Map.entry("client.id", "mine"),
            Map.entry("isolation.level", "read_committed"),
            Map.entry("bootstrap.servers", "one:9092"));
  }

  @Test
  void theFileIsReadAnewForEachClientAndNeverTravels() throws IOException {
    KafkaSettings settings = settings(Map.of(), file("ssl.key.password = " + SECRET).toString());
    assertThat(settings.client(Map.of())).containsEntry("ssl.key.password", SECRET);
    file("ssl.key.password = rotated");
    assertThat(settings.client(Map.of())).containsEntry("ssl.key.password", "rotated");

    assertThat(settings.toString()).doesNotContain("rotated");
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(saved)) {
      out.writeObject(settings);
    }
    assertThat(saved.toString(StandardCharsets.ISO_8859_1))
        .contains("kafka.properties")
        .doesNotContain("rotated");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config",
        "ssl.key.password",
        "ssl.truststore.password",
        "ssl.keystore.key",
        "my.interceptor.clientSecret"
      })
  void aSecretIsRefusedOutsideTheFile(String name) {
    assertThatThrownBy(() -> settings(Map.of(name, SECRET), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " is a secret")
        .hasMessageContaining("--kafka-config")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aFileThatAWorkerDoesNotSeeIsNamed() throws IOException {
    Path gone = folder.resolve("gone.properties");
    assertThatThrownBy(() -> settings(Map.of(), gone.toString()).client(Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll(gone.toString(), "--kafka-config");

    Path broken = file("a = \\u12");
    assertThatThrownBy(() -> settings(Map.of(), broken.toString()).client(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(broken.toString(), "no properties file");
  }
}

package io.tributary.io.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Device;
import io.tributary.transforms.enrich.UserAgents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class UapUserAgentsTest {

  private static final String VERSION = "uap-core 0.18.0";
  private static UserAgents agents;

  @BeforeAll
  static void open() {
    agents = UapUserAgents.bundled().open();
  }

  @AfterAll
  static void close() {
    agents.close();
  }

  @Test
  void saysWhatAnAgentNames() {
    assertThat(agents.parse(Agents.SAMPLES.get(0)))
        .isEqualTo(new Device("desktop", "Windows", "10", "Edge", "120.0.2210", false, VERSION));
    assertThat(agents.parse(Agents.SAMPLES.get(3)))
        .isEqualTo(new Device("phone", "iOS", "17.1.2", "Mobile Safari", "17.1.2", false, VERSION));
    assertThat(agents.parse(Agents.SAMPLES.get(9)))
        .isEqualTo(new Device("desktop", "Ubuntu", null, "Firefox", "120.0", false, VERSION));
  }

  @Test
  void callsABotABot() {
    assertThat(agents.parse(Agents.SAMPLES.get(10)))
        .isEqualTo(new Device("bot", null, null, "Googlebot", "2.1", true, VERSION));
  }

  @Test
  void leavesNullWhatNoRuleKnows() {
    assertThat(agents.parse("okapi"))
        .isEqualTo(new Device("other", null, null, null, null, false, VERSION));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {" ", "\t\n"})
  void saysNothingOfNoAgent(String agent) {
    assertThat(agents.parse(agent))
        .isEqualTo(new Device(null, null, null, null, null, null, VERSION));
  }

  @Test
  void givesTheSameAnswerFromTheCache() {
    Device first = agents.parse(Agents.SAMPLES.get(1));
    agents.parse(Agents.SAMPLES.get(2));
    assertThat(agents.parse(new String(Agents.SAMPLES.get(1)))).isEqualTo(first);
    try (UserAgents uncached = UapUserAgents.bundled().withCache(0).open()) {
      assertThat(uncached.parse(Agents.SAMPLES.get(1))).isEqualTo(first);
    }
  }

  @Test
  void readsLongAgentsUpToALimit() {
    String agent = Agents.SAMPLES.get(1);
    String filler = "x".repeat(UapUserAgents.LONGEST);
    assertThat(agents.parse(agent + filler).osName()).isEqualTo("Windows");
    assertThat(agents.parse(filler + agent).osName()).isNull();
  }

  @Test
  void survivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(UapUserAgents.bundled());
    }
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        UserAgents copy = ((UserAgents.Source) in.readObject()).open()) {
      assertThat(copy.parse(Agents.SAMPLES.get(0)).browserName()).isEqualTo("Edge");
    }
  }

  @Test
  void takesOtherRules(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            user_agent_parsers:
              - regex: '(zorp)/(\\d+)\\.(\\d+)'
                family_replacement: 'Zorp ($1)'
            os_parsers:
              - regex: 'glorp'
                os_replacement: 'Glorp'
                os_v1_replacement: 7
            device_parsers: []
            """);
    try (UserAgents mine = UapUserAgents.withRules(file).open()) {
      Device device = mine.parse("zorp/1.2 glorp");
      assertThat(device.browserName()).isEqualTo("Zorp (zorp)");
      assertThat(device.browserVersion()).isEqualTo("1.2");
      assertThat(device.osName()).isEqualTo("Glorp");
      assertThat(device.osVersion()).isEqualTo("7");
      assertThat(device.rulesVersion()).matches("mine\\.yaml [0-9a-f]{12}");
    }
  }

  @Test
  void refusesFilesThatAreNoRules(@TempDir Path folder) throws Exception {
    assertRefused(folder.resolve("none.yaml"), "cannot be opened");
    assertRefused(Files.writeString(folder.resolve("a.yaml"), "- 1"), "no map");
    assertRefused(Files.writeString(folder.resolve("b.yaml"), "a: [b"), "no YAML");
    assertRefused(Files.writeString(folder.resolve("c.yaml"), "a: 1"), "user_agent_parsers");
    assertRefused(
        Files.writeString(folder.resolve("d.yaml"), "user_agent_parsers: [{regex: '('}]"),
        "does not compile");
    assertRefused(
        Files.writeString(folder.resolve("e.yaml"), "user_agent_parsers: [{a: b}]"), "no regex");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> UapUserAgents.withRules(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(file.getFileName().toString(), why, "regexes.yaml")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesANegativeCache() {
    assertThatThrownBy(() -> UapUserAgents.bundled().withCache(-1)).hasMessageContaining("-1");
  }
}

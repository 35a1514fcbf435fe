package io.tributary.transforms.validate;

import static io.tributary.transforms.validate.Payload.accepted;
import static io.tributary.transforms.validate.Payload.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.transforms.validate.Json.Literal;
import io.tributary.transforms.validate.Json.Obj;
import io.tributary.transforms.validate.Json.Str;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** An event's texts say the same as a tree of the whole payload, however it is written. */
class EventSlicesProperties {

  private static final JsonMapper TREES =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();
  private static final List<String> TEXTS =
      List.of(
          "event_id",
          "anonymous_id",
          "user_id",
          "session_id",
          "client_ip",
          "user_agent",
          "platform",
          "app_version",
          "sdk_version");

  @Property(seed = "20260302")
  void sayTheSameAsATree(@ForAll long value, @ForAll long seed) throws JsonProcessingException {
    Random random = new Random(value);
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("event_id", new Str("id"));
    members.put("anonymous_id", new Str("anon"));
    for (String name : TEXTS) {
      String text = Json.anyText(random);
      if (!text.isEmpty() && random.nextBoolean()) {
        members.put(name, new Str(text));
      }
    }
    members.put("event_type", new Str("page.viewed"));
    members.put("timestamp", new Str("2026-03-10T12:00:00Z"));
    members.put("sent_at", new Literal("null"));
    members.put("context", Json.anyObject(random, 4));
    members.put("properties", Json.anyObject(random, 4));
    members.put("more", Json.any(random, 3));
    byte[] payload = bytes(new Obj(members).text(seed));

    Event event = accepted(Payload.check(payload));
    JsonNode tree = TREES.readTree(new String(payload, StandardCharsets.UTF_8));

    for (Text text : Text.values()) {
      JsonNode node = tree.get(text.name().toLowerCase(Locale.ROOT));
      if (text == Text.CONTEXT || text == Text.PROPERTIES) {
        assertThat(TREES.readTree(event.text(text))).isEqualTo(node);
        assertThat(event.text(text)).startsWith("{").endsWith("}");
      } else if (text == Text.SCHEMA_VERSION) {
        assertThat(event.text(text)).isEqualTo("1-0-0");
      } else {
        assertThat(event.text(text)).isEqualTo(node == null ? null : node.textValue());
      }
    }
    assertThat(event.payload()).isEqualTo(payload);
  }

  @Property(seed = "20260302")
  void theTreeForTheSchemaIsThatOfTheProperties(@ForAll long value, @ForAll long seed)
      throws JsonProcessingException, JsonLimits.MalformedJson {
    String json = Json.anyObject(new Random(value), 4).text(seed);

    JsonNode read = new PayloadReader().read(bytes("{\"properties\":" + json + "}")).properties;

    assertThat(read).isEqualTo(TREES.readTree(json));
  }
}

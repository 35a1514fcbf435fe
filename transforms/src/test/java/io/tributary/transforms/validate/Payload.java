package io.tributary.transforms.validate;

import static io.tributary.transforms.Records.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.transforms.Records;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A payload member by member, each as JSON text, and what validation says of it. */
final class Payload {

  /**
   * {@code page.viewed} takes any properties; {@code product.viewed} wants a sku, from 1-0-1 on
   * also a price that is not negative; its 2-0-0 is the newest and wants nothing.
   */
  static final SchemaRegistry REGISTRY =
      SchemaSet.of(
          Map.of(
              "page.viewed",
              Map.of(new SchemaVer(1, 0, 0), "{\"type\":\"object\"}"),
              "product.viewed",
              Map.of(
                  new SchemaVer(1, 0, 0),
                  """
                  {"type":"object","properties":{"sku":{"type":"string"}},"required":["sku"]}\
                  """,
                  new SchemaVer(1, 0, 1),
                  """
                  {"type":"object","required":["sku"],"properties":{
                   "sku":{"type":"string"},"price":{"type":"number","minimum":0}}}\
                  """,
                  new SchemaVer(2, 0, 0),
                  "{\"type\":\"object\"}")),
          SchemaSettings.defaults());

  private final Map<String, String> members = new LinkedHashMap<>();

  private Payload() {}

  /**
   * A page view of the anonymous client {@code anon} at noon, without anything that is optional.
   */
  static Payload valid() {
    return new Payload()
        .with("event_id", "\"id-1\"")
        .with("event_type", "\"page.viewed\"")
        .with("timestamp", "\"2026-03-10T12:00:00Z\"")
        .with("anonymous_id", "\"anon\"");
  }

  /** Sets a member to a JSON text. */
  Payload with(String name, String json) {
    members.put(name, json);
    return this;
  }

  /** Sets a member to a string that needs no escape. */
  Payload text(String name, String text) {
    return with(name, '"' + text + '"');
  }

  Payload time(String name, long millis) {
    return text(name, Instant.ofEpochMilli(millis).toString());
  }

  Payload without(String name) {
    members.remove(name);
    return this;
  }

  String json() {
    return members.entrySet().stream()
        .map(member -> '"' + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  Outcome<Event> check(Header... headers) {
    return check(bytes(json()), headers);
  }

  Event event(Header... headers) {
    return accepted(check(headers));
  }

  Failure failure() {
    return rejected(check());
  }

  static Outcome<Event> check(byte[] payload, Header... headers) {
    return new EventValidator(REGISTRY)
        .check(new RawRecord(Records.at(7), NOON, null, List.of(headers), payload));
  }

  static Event accepted(Outcome<Event> outcome) {
    if (outcome instanceof Outcome.Rejected<Event> rejected) {
      throw new AssertionError("Expected an event, was " + rejected.failure());
    }
    return ((Outcome.Ok<Event>) outcome).value();
  }

  static Failure rejected(Outcome<Event> outcome) {
    if (outcome instanceof Outcome.Rejected<Event> rejected) {
      return rejected.failure();
    }
    throw new AssertionError("Expected a failure");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Checks that a payload is malformed and left as it is. */
  static void assertMalformed(byte[] payload) {
    byte[] before = Arrays.copyOf(payload, payload.length);
    assertThat(rejected(check(payload)).reason())
        .describedAs(describe(payload))
        .isEqualTo(Reason.MALFORMED_JSON);
    assertThat(Arrays.equals(payload, before)).describedAs("the payload is untouched").isTrue();
  }

  static void assertAccepted(byte[] payload) {
    assertThat(accepted(check(payload))).describedAs(describe(payload)).isNotNull();
  }

  private static String describe(byte[] payload) {
    return new String(payload, 0, Math.min(payload.length, 300), StandardCharsets.UTF_8);
  }
}

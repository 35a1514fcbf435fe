package io.tributary.runners.generate;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;

/** Makes a draft into a payload that must be refused, for the reason that its kind names. */
final class Breakage {

  private static final long DAY = 86_400_000;

  private static final List<String> NOT_JSON =
      List.of(
          "NaN",
          "Infinity",
          "-Infinity",
          "+1",
          "01",
          ".5",
          "1.",
          "1e",
          "0x1F",
          "'single'",
          "1/*comment*/",
          "1,",
          "[1,]",
          "{a:1}",
          "\"a\nb\"",
          "\"\\x41\"",
          "\"\\u12G4\"",
          "True",
          "undefined",
          "");
  private static final List<String> SURROGATES =
      List.of(
          "\"\\ud800\"",
          "\"\\udc00\"",
          "\"\\ude00\\ud83d\"",
          "\"\\ud83dx\"",
          "{\"\\ud800\":1}",
          "[\"\\udfff\"]");
  private static final List<String> TRAILERS =
      List.of("{}", " x", ",", "}", "]", "\u0000", "\n{\"event_id\":\"second\"}", "null");
  private static final List<String> BAD_TIMES =
      List.of(
          "",
          "yesterday",
          "2026-03-02",
          "2026-03-02T10:00:00",
          "2026-03-02T10:00:00.000",
          "2026-02-30T10:00:00Z",
          "2026-13-02T10:00:00Z",
          "2026-03-02T25:00:00Z",
          "2026-03-02T10:61:00Z",
          "2026-03-02T10:00Z",
          "2026-03-02T10:00:00+0100",
          "20260302T100000Z",
          "02/03/2026 10:00",
          "1772452800",
          "2026-03-02T10:00:00Zulu",
          "Mon, 02 Mar 2026 10:00:00 GMT");
  private static final List<byte[]> BAD_SEQUENCES =
      List.of(
          new byte[] {(byte) 0xff},
          new byte[] {(byte) 0xc3, 0x28},
          new byte[] {(byte) 0xc0, (byte) 0xaf},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {(byte) 0xe2, (byte) 0x82});
  private static final List<Charset> OTHER_ENCODINGS = List.of(UTF_16LE, UTF_16BE, UTF_16);
  private static final byte[] FIRST_BYTES = {0, 0x1f, (byte) 0x89, (byte) 0xff};

  private Breakage() {}

  /** The payload, which may be null. */
  static byte[] payload(Planned event, Draft draft, Rnd random) {
    return switch (event.broken) {
      case NO_PAYLOAD -> null;
      case EMPTY_PAYLOAD -> new byte[0];
      case TRUNCATED -> {
        String text = draft.finish().json();
        yield text.substring(0, 1 + random.below(text.length() - 1)).getBytes(UTF_8);
      }
      case BINARY -> binary(random);
      case INVALID_UTF8 -> spliced(draft.finish().json(), random.of(BAD_SEQUENCES));
      case OTHER_ENCODING -> draft.finish().json().getBytes(random.of(OTHER_ENCODINGS));
      case TRAILING -> (draft.finish().json() + random.of(TRAILERS)).getBytes(UTF_8);
      case TOO_LARGE -> {
        int size = random.below(2) == 0 ? Hostility.LARGEST_BYTES + 1 : 2 << 20;
        yield Hostility.padded(draft, size);
      }
      default -> {
        change(event, draft, random);
        yield draft.finish().json().getBytes(UTF_8);
      }
    };
  }

  private static void change(Planned event, Draft draft, Rnd random) {
    Members envelope = draft.envelope();
    switch (event.broken) {
      case DUPLICATE_KEY -> duplicateKey(draft, random);
      case NOT_QUITE_JSON -> draft.properties().raw("odd", random.of(NOT_JSON));
      case LONE_SURROGATE -> draft.properties().raw("half", random.of(SURROGATES));
      case TOO_DEEP ->
          draft
              .properties()
              .raw("deep", Hostility.nested(random.of(List.of(63, 63, 1000, 10_000))));
      case MISSING -> {
        switch (random.below(5)) {
          case 0 -> envelope.remove("event_id");
          case 1 -> envelope.remove("event_type");
          case 2 -> envelope.remove("timestamp");
          case 3 -> envelope.remove("user_id").remove("anonymous_id");
          default -> envelope.replace("user_id", "null").replace("anonymous_id", "null");
        }
      }
      case INVALID -> invalid(envelope, random);
      case BAD_TIME -> {
        String name = random.below(4) > 0 ? "timestamp" : "sent_at";
        envelope.replace(name, Members.quoted(random.of(BAD_TIMES)));
      }
      case OUT_OF_RANGE -> outOfRange(event.received, event.slack, envelope, random);
      case UNKNOWN_TYPE ->
          envelope.replace(
              "event_type",
              random.of(List.of("\"legacy.beacon\"", "\"product.teleported\"", "\"page\"")));
      case UNKNOWN_VERSION ->
          envelope.replace(
              "schema_version", random.of(List.of("\"9-9-9\"", "\"1-0-99\"", "\"2-9-0\"")));
      case VIOLATION -> violate(draft, random);
      default -> throw new IllegalStateException("No change for " + event.broken);
    }
  }

  private static void duplicateKey(Draft draft, Rnd random) {
    switch (random.below(3)) {
      case 0 -> draft.envelope().raw("event_id", draft.envelope().value("event_id"));
      case 1 -> draft.context().raw("twice", "1").raw("twice", "2");
      // The same name once it is unescaped.
      default -> draft.properties().raw("pair", "{\"a\":1,\"\\u0061\":2}");
    }
  }

  private static void invalid(Members envelope, Rnd random) {
    String longId = Members.quoted("i".repeat(3000));
    switch (random.below(14)) {
      case 0 -> envelope.replace("event_id", longId);
      case 1 -> envelope.replace("event_id", "\"\"");
      case 2 -> envelope.replace("event_id", "17");
      case 3 -> envelope.replace("anonymous_id", longId);
      case 4 -> envelope.replace("user_id", Members.quoted("u".repeat(257)));
      case 5 -> envelope.replace("user_id", "{}");
      case 6 -> envelope.replace("event_type", "7");
      case 7 -> envelope.replace("user_agent", "12");
      case 8 -> envelope.replace("client_ip", "{\"v4\":\"1.2.3.4\"}");
      case 9 -> envelope.replace("session_id", "false");
      case 10 -> envelope.replace("platform", "[\"web\"]");
      case 11 -> envelope.replace("schema_version", "1");
      case 12 -> envelope.replace("anonymous_id", "\"\"");
      default -> envelope.replace("sdk_version", "5.3");
    }
  }

  private static void outOfRange(long received, long slack, Members envelope, Rnd random) {
    String time =
        switch (random.below(7)) {
          case 0 -> "0001-01-01T00:00:00Z";
          case 1 -> "9999-12-31T23:59:59.999Z";
          case 2 -> "0001-01-01T00:00:00+14:00";
          case 3 -> Times.utc(received - slack - 30 * DAY - 1);
          case 4 -> Times.utc(received + slack + DAY + 1);
          case 5 -> Times.utc(received - 365 * DAY);
          default -> "1970-01-01T00:00:00.000Z";
        };
    envelope.remove("sent_at").replace("timestamp", Members.quoted(time));
    if (random.below(4) == 0) {
      envelope.replace("timestamp", Members.quoted(Times.utc(received)));
      envelope.raw("sent_at", "\"9999-12-31T23:59:59Z\"");
    }
  }

  private static void violate(Draft draft, Rnd random) {
    EventType type = draft.type();
    if (type.closed() && random.below(3) == 0) {
      draft.properties().raw("surprise", "true");
    } else if (!type.guardedIsOptional() && random.below(3) == 0) {
      draft.properties().remove(type.guarded());
    } else {
      draft.properties().replace(type.guarded(), type.wrongValue());
    }
  }

  private static byte[] binary(Rnd random) {
    byte[] bytes = new byte[20 + random.below(400)];
    for (int at = 1; at < bytes.length; at++) {
      bytes[at] = (byte) random.below(256);
    }
    bytes[0] = FIRST_BYTES[random.below(FIRST_BYTES.length)];
    return bytes;
  }

  private static byte[] spliced(String text, byte[] sequence) {
    int at = text.indexOf("\"event_type\":\"") + 14;
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 64);
    out.writeBytes(text.substring(0, at).getBytes(UTF_8));
    out.writeBytes(sequence);
    out.writeBytes(text.substring(at).getBytes(UTF_8));
    return out.toByteArray();
  }
}

package io.tributary.runners.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Writes valid things into a draft that break readers. */
final class Hostility {

  /** The largest payload that is accepted. */
  static final int LARGEST_BYTES = 1 << 20;

  private static final List<String> TEXTS =
      List.of(
          "\ud83d\ude00\ud83c\udff3\ufe0f\u200d\ud83c\udf08",
          "\u202e\u0627\u0644\u0639\u0631\u0628\u064a\u0629\u202c",
          "Z\u0351\u036b\u0343\u036a\u0302a\u0306l\u0302g\u0304o",
          "\ufeff\u200b\u2028\u2029",
          "line\r\nbreak\ttab\bbell\u0007",
          "'; DROP TABLE events; --",
          "\\u0041 \\\" \\\\ /",
          "=cmd|' /C calc'!A0",
          "${jndi:ldap://127.0.0.1/a}",
          "\ufffd\uffff");
  private static final List<String> RAW_TEXTS =
      List.of(
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud83d\\ude00\"",
          "\"\\/\\b\\f\\n\\r\\t\\u007f\"",
          "\"\\uFFFE\"");
  private static final List<String> NAMES =
      List.of(
          "",
          " ",
          "a.b",
          "timestamp",
          "user_id",
          "received_at",
          "$ref",
          "__proto__",
          "PRODUCT_ID",
          "drop table",
          "\u00dcn\u00efc\u00f6d\u00e9",
          "\ud83d\udca9",
          "quote\"and\\slash");
  private static final List<String> NUMBERS =
      List.of(
          "1e300",
          "-1e300",
          "1e400",
          "1e-400",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "0.1000000000000000055511151231257827021181583404541015625",
          "-0.0",
          "1E+05");
  private static final List<String> ADDRESSES =
      List.of(
          "not an address",
          "999.1.1.1",
          "10.0.0.1",
          "127.0.0.1",
          "::1",
          "fe80::1%eth0",
          "::ffff:81.2.69.142",
          "1.2.3.4, 5.6.7.8",
          "0x7f.1",
          "localhost",
          "");

  private Hostility() {}

  static void apply(Hostile kind, Draft draft, Rnd random) {
    Members envelope = draft.envelope();
    switch (kind) {
      case STRANGE_TEXT -> {
        draft.extra("note", Members.quoted(random.of(TEXTS)));
        draft.extra("memo", random.of(RAW_TEXTS));
      }
      case ODD_NAMES -> {
        for (int name = 0; name < NAMES.size(); name++) {
          draft.extra(NAMES.get(name), name % 2 == 0 ? Integer.toString(name) : "\"text\"");
        }
        draft.extra("n".repeat(300), "true");
      }
      case LONG_TEXT -> {
        int length = 50_000 + random.below(50_000);
        draft.extra("essay", Members.quoted("\u00e9x ".repeat(length / 3)));
      }
      case DEEP -> draft.extra("deep", nested(random.below(3) == 0 ? 62 : 20 + random.below(39)));
      case BIG_NUMBERS -> {
        draft.extra("numbers", Members.array(NUMBERS));
        draft.extra("number", random.of(NUMBERS));
        draft.extra("digits", "9".repeat(900));
      }
      // An integer by its schema, and more than any column of 64 bits holds.
      case BIG_TYPED_NUMBER -> draft.properties().replace("quantity", "9223372036854775808");
      case STRANGE_ID -> {
        String id = envelope.value("event_id");
        String strange = Members.quoted(random.of(Devices.STRANGE_IDS));
        envelope.replace(
            "event_id", strange.substring(0, strange.length() - 1) + " " + id.substring(1));
      }
      case NULLS -> {
        for (String name :
            List.of("schema_version", "session_id", "client_ip", "user_agent", "app_version")) {
          envelope.replace(name, "null");
        }
        draft.context().raw("page", "null").raw("locale", "null");
      }
      case ODD_ADDRESS -> envelope.replace("client_ip", Members.quoted(random.of(ADDRESSES)));
      case ODD_AGENT ->
          envelope.replace(
              "user_agent",
              switch (random.below(4)) {
                case 0 -> "\"\"";
                case 1 -> Members.quoted("Mozilla/5.0 (" + "Windows ; ".repeat(400));
                case 2 -> Members.quoted(random.of(TEXTS));
                default -> Members.quoted("x".repeat(20_000));
              });
      default -> {
        // The others are in how times, headers and ids are drawn.
      }
    }
  }

  /** The payload filled up to the largest size, or beyond it. */
  static byte[] padded(Draft draft, int bytes) {
    draft.context().raw("padding", "\"\"");
    String empty = draft.finish().json();
    int missing = bytes - empty.getBytes(UTF_8).length;
    String mark = "\"padding\":\"";
    int at = empty.indexOf(mark) + mark.length();
    return (empty.substring(0, at) + "p".repeat(missing) + empty.substring(at)).getBytes(UTF_8);
  }

  /** So many arrays and objects in each other. */
  static String nested(int depth) {
    StringBuilder text = new StringBuilder(depth * 7);
    for (int level = 0; level < depth; level++) {
      text.append(level % 2 == 0 ? "[" : "{\"a\":");
    }
    if (depth % 2 == 0) {
      text.append('1');
    }
    for (int level = depth - 1; level >= 0; level--) {
      text.append(level % 2 == 0 ? ']' : '}');
    }
    return text.toString();
  }
}

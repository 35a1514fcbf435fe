package io.tributary.transforms.validate;

import static io.tributary.transforms.validate.Payload.accepted;
import static io.tributary.transforms.validate.Payload.assertAccepted;
import static io.tributary.transforms.validate.Payload.assertMalformed;
import static io.tributary.transforms.validate.Payload.bytes;
import static io.tributary.transforms.validate.Payload.rejected;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no UTF-8, or no whole Unicode character, is malformed. */
class StrictUtf8Test {

  /** Where a value may stand: read as a tree, only checked, or as a field of the envelope. */
  private static final List<String> PLACES = List.of("properties", "context", "unknown");

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
  void onlyUtf8IsRead(String charset) {
    assertMalformed(valid().json().getBytes(Charset.forName(charset)));
    assertMalformed(" 1".getBytes(Charset.forName(charset)));
    assertMalformed("1".getBytes(Charset.forName(charset)));
  }

  @Test
  void aByteOrderMarkIsNotRead() {
    byte[] marked = bytes("\ufeff" + valid().json());

    assertMalformed(marked);
    assertThat(rejected(Payload.check(marked)).detail()).isEqualTo("starts with a byte order mark");
    assertMalformed(bytes("\ufeff"));
    assertMalformed(new byte[] {(byte) 0xef});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // a continuation alone
        "c3", // a start alone
        "c3c3",
        "c080", // an overlong zero
        "c0af", // an overlong slash
        "e080af",
        "f08080af",
        "c1bf",
        "eda080", // a high surrogate
        "edb080", // a low surrogate
        "eda0bdedb880", // a pair of them, as CESU-8 writes an emoji
        "f4908080", // above U+10FFFF
        "f8888080", // five bytes
        "fc8480808080",
        "fe",
        "ff",
        "e282", // cut
        "f09f98"
      })
  void whatIsNoUtf8IsMalformed(String hex) {
    byte[] wrong = HexFormat.of().parseHex(hex);
    assertMalformed(around(wrong, "{\"x\":\"", "\"}"));
    assertMalformed(around(wrong, "{\"", "\":1}"));
    for (int shift = 0; shift < 8; shift++) { // bytes are looked at eight at a time
      assertMalformed(around(wrong, "{\"x\":\"" + "a".repeat(shift), "\"}"));
    }
    assertMalformed(around(wrong, valid().json(), ""));
    assertMalformed(wrong);
  }

  @Test
  void anyCharacterOfUtf8IsRead() {
    String all = "\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufffd\uffff\ud800\udc00\udbff\udfff\u2028";

    assertThat(
            accepted(Payload.check(bytes(valid().text("user_id", all).json()))).text(Text.USER_ID))
        .isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\ud83d",
        "\\ude00",
        "\\ude00\\ud83d",
        "\\ud83d\\ud83d\\ude00",
        "\\ud83d \\ude00",
        "x\\ud83dx",
        "\\uD83D\\u0041",
        "\\ud83d\\n\\ude00",
        "\\ud83d\\\\ude00"
      })
  void halfASurrogatePairIsMalformed(String escaped) {
    for (String place : PLACES) {
      assertMalformed(bytes(valid().with(place, "{\"x\":\"" + escaped + "\"}").json()));
      assertMalformed(bytes(valid().with(place, "{\"" + escaped + "\":1}").json()));
      assertMalformed(bytes(valid().with(place, "[{\"x\":[\"" + escaped + "\"]}]").json()));
    }
    assertMalformed(bytes(valid().text("event_id", escaped).json()));
    assertMalformed(bytes(valid().text("sent_at", escaped).json()));
    assertMalformed(bytes(valid().with(escaped, "1").json()));
    assertMalformed(bytes("\"" + escaped + "\""));
  }

  @Test
  void aWholePairMayBeEscaped() {
    assertAccepted(
        bytes(
            valid().with("properties", "{\"\\ud83d\\ude00\":\"\\uD83D\\uDE00\\\\ud83d\"}").json()));
  }

  private static byte[] around(byte[] middle, String before, String behind) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(middle);
    whole.writeBytes(behind.getBytes(StandardCharsets.UTF_8));
    return whole.toByteArray();
  }
}

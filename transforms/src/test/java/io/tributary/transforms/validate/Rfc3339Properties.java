package io.tributary.transforms.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class Rfc3339Properties {

  private static final long FIRST = -62_135_596_800_000L; // year 1
  private static final long LAST = 253_402_300_799_999L; // year 9999

  @Property(seed = "20260302")
  void readsWhatJavaWrites(
      @ForAll @LongRange(min = FIRST + 86_400_000, max = LAST - 86_400_000) long millis,
      @ForAll @IntRange(min = -17 * 60, max = 17 * 60) int offsetMinutes) {
    OffsetDateTime time =
        Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
    String text = time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx"));

    assertThat(Rfc3339.parse(text)).isEqualTo(millis);
  }

  @Property(seed = "20260302")
  void neverThrows(@ForAll String text) {
    Rfc3339.parse(text);
  }

  /** What it reads, Java reads as the same, but for leap seconds and hours of offset above 18. */
  @Property(seed = "20260302", tries = 5000)
  void saysTheSameAsJavaOfWhatLooksLikeATime(
      @ForAll @StringLength(5) @CharRange(from = '0', to = '9') String digits,
      @ForAll @IntRange(min = 0, max = 16) int place) {
    StringBuilder text = new StringBuilder("2024-02-28T23:59:59.999Z");
    for (int i = 0; i < digits.length() && place + i < text.length() - 1; i++) {
      if (Character.isDigit(text.charAt(place + i))) {
        text.setCharAt(place + i, digits.charAt(i));
      }
    }
    if (text.substring(17, 19).equals("60") || text.substring(11, 13).equals("24")) {
      return; // Java has no leap seconds, and an hour 24
    }
    long expected;
    try {
      expected = OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (java.time.format.DateTimeParseException e) {
      expected = Rfc3339.INVALID;
    }
    assertThat(Rfc3339.parse(text.toString())).describedAs(text.toString()).isEqualTo(expected);
  }
}

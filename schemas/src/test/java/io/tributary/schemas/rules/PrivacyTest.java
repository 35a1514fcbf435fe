package io.tributary.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.rules.Privacy.ClientIp;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivacyTest {

  private static final Privacy KEYED = new Privacy(ClientIp.TRUNCATED, "Jefe");

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77,                            203.0.113.0",
    "203.0.113.0,                             203.0.113.0",
    "2001:db8:85a3:1234:5678:8a2e:370:7334,   2001:db8:85a3::",
    "2001:DB8:85A3::,                         2001:db8:85a3::",
    "2001:db8::1,                             2001:db8::",
    "::1,                                     ::",
    "1:2:3:4:5:6:7:8,                         1:2:3::",
    // what is IPv4 is cut as IPv4, however it is written
    "::ffff:203.0.113.77,                     203.0.113.0",
  })
  void truncatesAddresses(String address, String stored) {
    assertThat(Privacy.defaults().storedClientIp(address)).isEqualTo(stored);
  }

  @ParameterizedTest
  @CsvSource({"rubbish", "''", "203.0.113.77:443", "fe80::1%eth0", "'203.0.113.77, 10.0.0.1'"})
  void whatIsNoAddressIsNotStored(String address) {
    assertThat(Privacy.defaults().storedClientIp(address)).isNull();
    assertThat(new Privacy(ClientIp.FULL, "").storedClientIp(address)).isEqualTo(address);
  }

  @Test
  void storesAllOrNothingWhereItIsToldTo() {
    assertThat(new Privacy(ClientIp.FULL, "").storedClientIp("203.0.113.77"))
        .isEqualTo("203.0.113.77");
    assertThat(new Privacy(ClientIp.NONE, "").storedClientIp("203.0.113.77")).isNull();
    for (ClientIp clientIp : ClientIp.values()) {
      assertThat(new Privacy(clientIp, "").storedClientIp(null)).isNull();
    }
  }

  @Test
  void withoutKeyUserIdsStayPlain() {
    assertThat(Privacy.defaults().storedUserId("ada")).isEqualTo("ada");
    assertThat(Privacy.defaults().storedUserId(null)).isNull();
  }

  /** RFC 4231, test case 2. */
  @Test
  void withAKeyTheyAreTheFirst128BitsOfHmacSha256() {
    assertThat(KEYED.storedUserId("what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c7");
    assertThat(KEYED.storedUserId(null)).isNull();
  }

  @Test
  void theHashDependsOnIdAndKeyAlone() {
    Privacy same = new Privacy(ClientIp.NONE, "Jefe");
    Privacy other = new Privacy(ClientIp.TRUNCATED, "jefe");

    assertThat(same.storedUserId("ada")).isEqualTo(KEYED.storedUserId("ada"));
    assertThat(SerializableUtils.clone(KEYED).storedUserId("ada"))
        .isEqualTo(KEYED.storedUserId("ada"));
    assertThat(other.storedUserId("ada")).isNotEqualTo(KEYED.storedUserId("ada"));
    assertThat(KEYED.storedUserId("bob")).isNotEqualTo(KEYED.storedUserId("ada"));
    assertThat(KEYED.storedUserId("\u00e4")).matches("[0-9a-f]{32}");
  }

  @Test
  void theKeyIsNamedAndNotTold() {
    assertThat(KEYED.toString()).doesNotContain("Jefe").contains(KEYED.keyName());
    assertThat(KEYED.keyName())
        .matches("[0-9a-f]{16}")
        .isEqualTo(new Privacy(ClientIp.NONE, "Jefe").keyName())
        .isNotEqualTo(new Privacy(ClientIp.TRUNCATED, "jefe").keyName());
    assertThat(Privacy.defaults().keyName()).isEqualTo("none");
  }
}

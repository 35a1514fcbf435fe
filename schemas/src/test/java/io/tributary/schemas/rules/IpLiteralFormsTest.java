package io.tributary.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralFormsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "1.2.3.4",
        "255.255.255.255",
        "192.168.0.1",
        "::",
        "::1",
        "1::",
        "fe80::1",
        "2001:db8::8:800:200c:417a",
        "2001:DB8:0:0:8:800:200C:417A",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "64:ff9b::192.0.2.33",
        "::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
        "::1.2.3.4",
        "::ffff:102:304",
        "0:0:0:0:0:ffff:1.2.3.4"
      })
  void readsLiteralsAsTheJdkDoes(String literal) throws UnknownHostException {
    assertThat(IpLiteral.parse(literal)).isEqualTo(InetAddress.getByName(literal).getAddress());
  }

  @Test
  void readsMappedIpv6AsIpv4() {
    assertThat(IpLiteral.parse("::FFFF:1.2.3.4")).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        " ",
        "-",
        "unknown",
        "localhost",
        "example.com",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1..3.4",
        "256.1.1.1",
        "1.2.3.999",
        "1.2.3.1000",
        "01.2.3.4",
        "1.2.3.00",
        "0x1.2.3.4",
        "0177.0.0.1",
        "2130706433",
        "1.2.3.4:80",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4, 5.6.7.8",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.a",
        "\u0661.2.3.4",
        "1.2.3.4/24",
        ":",
        ":::",
        "::::",
        "1:::2",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "[::1]",
        "[::1]:80",
        "::1.2.3",
        "::1.2.3.4.5",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        "::\uff11",
        "::-1",
        "::ffff:01.2.3.4"
      })
  void refusesWhatIsNoLiteral(String text) {
    assertThat(IpLiteral.parse(text)).isNull();
  }
}

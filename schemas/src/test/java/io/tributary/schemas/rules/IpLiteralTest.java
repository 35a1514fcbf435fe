package io.tributary.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,                                       00000000",
    "1.2.3.4,                                       01020304",
    "255.255.255.255,                               ffffffff",
    "192.0.2.10,                                    c000020a",
    "::,                                            00000000000000000000000000000000",
    "::1,                                           00000000000000000000000000000001",
    "1::,                                           00010000000000000000000000000000",
    "2001:db8::1,                                   20010db8000000000000000000000001",
    "2001:DB8::A,                                   20010db800000000000000000000000a",
    "1:2:3:4:5:6:7:8,                               00010002000300040005000600070008",
    "1:2:3:4:5:6:7::,                               00010002000300040005000600070000",
    "::2:3:4:5:6:7:8,                               00000002000300040005000600070008",
    "1::3:4:5:6:7:8,                                00010000000300040005000600070008",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,       ffffffffffffffffffffffffffffffff",
    "0001:0002:0003:0004:0005:0006:0007:0008,       00010002000300040005000600070008",
    "64:ff9b::192.0.2.33,                           0064ff9b0000000000000000c0000221",
    "1:2:3:4:5:6:1.2.3.4,                           00010002000300040005000601020304",
    "::1.2.3.4,                                     00000000000000000000000001020304",
    // an IPv4 address in the clothes of IPv6 is that address
    "::ffff:1.2.3.4,                                01020304",
    "::ffff:102:304,                                01020304",
    "0:0:0:0:0:ffff:1.2.3.4,                        01020304",
    "0000:0000:0000:0000:0000:ffff:255.255.255.255, ffffffff",
  })
  void readsAddresses(String text, String hex) {
    assertThat(IpLiteral.parse(text)).isEqualTo(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "1.2.3.256",
        "1.2.3.999999999999",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4:80",
        "1.2.3.-4",
        "+1.2.3.4",
        "0x1.2.3.4",
        "1.2.3.4/24",
        "\u0661.2.3.4",
        ":",
        ":::",
        "1:",
        ":1",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8:",
        ":1::",
        "1::2::3",
        "1:::2",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1::2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "::-1",
        "[::1]",
        "fe80::1%eth0",
        "::1/64",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::2:3:4:5:6:7:1.2.3.4",
        "::ffff:01.2.3.4",
        "::\uff11",
        "::\u0661",
        "2001:db8::1, 10.0.0.1",
        "1.2.3.4,5.6.7.8",
        "unknown",
        "0000:0000:0000:0000:0000:ffff:255.255.255.2550"
      })
  void readsNothingElse(String text) {
    assertThat(IpLiteral.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:1:0:0:1,       2001:db8::1:0:0:1", // of two runs the first
    "2001:0:0:1:0:0:0:1,         2001:0:0:1::1", // the longest run
    "2001:db8:0:1:1:1:1:1,       2001:db8:0:1:1:1:1:1", // one group is no run
    "0:0:0:0:0:0:0:0,            ::",
    "0:0:0:0:0:0:0:1,            ::1",
    "1:0:0:0:0:0:0:0,            1::",
    "ABCD:EF01:2345:6789:0:0:0:0, abcd:ef01:2345:6789::",
    "0:1:0:1:0:1:0:1,            0:1:0:1:0:1:0:1",
    "192.0.2.0,                  192.0.2.0",
  })
  void writesAddressesAsRfc5952Wants(String text, String canonical) throws UnknownHostException {
    byte[] bytes = IpLiteral.parse(text);

    assertThat(IpLiteral.format(InetAddress.getByAddress(bytes))).isEqualTo(canonical);
  }
}

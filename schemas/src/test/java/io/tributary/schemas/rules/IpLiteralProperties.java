package io.tributary.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class IpLiteralProperties {

  @Property(seed = "20260302")
  void anyTextIsAnAddressOrNone(@ForAll String text) {
    IpLiteral.parse(text);
  }

  @Property(seed = "20260302", tries = 5000)
  void anyTextThatLooksLikeAnAddressIsOneOrNone(@ForAll("likeAddresses") String text) {
    byte[] bytes = IpLiteral.parse(text);

    assertThat(bytes == null || bytes.length == 4 || bytes.length == 16).isTrue();
  }

  /** Java reads more than we do (octal, zones, brackets), and never anything else. */
  @Property(seed = "20260302", tries = 5000)
  void javaReadsTheSame(@ForAll("likeAddresses") String text) throws UnknownHostException {
    byte[] bytes = IpLiteral.parse(text);
    if (bytes != null) {
      assertThat(bytes).isEqualTo(InetAddress.getByName(text).getAddress());
    }
  }

  @Property(seed = "20260302")
  void whatIsWrittenIsReadAsTheSame(@ForAll("addresses") byte[] address)
      throws UnknownHostException {
    InetAddress inet = InetAddress.getByAddress(address);

    assertThat(IpLiteral.parse(IpLiteral.format(inet))).isEqualTo(inet.getAddress());
  }

  @Property(seed = "20260302")
  void whatJavaWritesIsRead(@ForAll("addresses") byte[] address) throws UnknownHostException {
    InetAddress inet = InetAddress.getByAddress(address);

    assertThat(IpLiteral.parse(inet.getHostAddress())).isEqualTo(inet.getAddress());
  }

  @Property(seed = "20260302")
  void theCanonicalTextIsTheShortestOfItsKind(
      @ForAll @StringLength(min = 1, max = 4) @CharRange(from = '0', to = '9') String digits)
      throws UnknownHostException {
    byte[] bytes = IpLiteral.parse("2001:db8:" + digits + "::");
    String canonical = IpLiteral.format(InetAddress.getByAddress(bytes));

    assertThat(canonical.length()).isLessThanOrEqualTo(("2001:db8:" + digits + "::").length());
    assertThat(canonical).isLowerCase().isEqualTo(canonical.trim());
  }

  @Provide
  Arbitrary<String> likeAddresses() {
    return Arbitraries.of(
            ":",
            ":",
            "::",
            ".",
            "1",
            "ff",
            "0",
            "255",
            "12.34.56.78",
            "2001:db8",
            "ffff:",
            "a:b:c:",
            "%",
            "1:2:3:4",
            ":5:6")
        .list()
        .ofMinSize(1)
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<byte[]> addresses() {
    Arbitrary<Byte> bytes = Arbitraries.oneOf(Arbitraries.just((byte) 0), Arbitraries.bytes());
    return Arbitraries.oneOf(
        bytes.array(byte[].class).ofSize(4), bytes.array(byte[].class).ofSize(16));
  }
}

package io.tributary.io.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class AddressesProperties {

  @Property
  void neverThrows(@ForAll String text) {
    Addresses.parse(text);
  }

  /** Made of the characters of addresses, so that the JDK takes it for a literal or refuses it. */
  @Property(tries = 5_000)
  void takesNoIpv6ThatTheJdkRefuses(@ForAll("almostIpv6") String text) {
    byte[] address = Addresses.parse(text);
    if (address != null) {
      assertThat(address).isEqualTo(jdk(text));
    }
  }

  @Property
  void readsWhatTheJdkWrites(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    assertThat(Addresses.parse(address.getHostAddress())).isEqualTo(address.getAddress());
    InetAddress ipv4 = InetAddress.getByAddress(Arrays.copyOf(bytes, 4));
    assertThat(Addresses.parse(ipv4.getHostAddress())).isEqualTo(ipv4.getAddress());
  }

  @Provide
  Arbitrary<String> almostIpv6() {
    return Arbitraries.of(":", "::", ":", "0", "1", "f", "ab", "ffff", "12345", "1.2.3.4", ".", "9")
        .list()
        .ofMinSize(1)
        .ofMaxSize(18)
        .map(parts -> ":" + String.join("", parts));
  }

  /** A text with a colon is never looked up: the JDK throws where it is no literal. */
  private static byte[] jdk(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }
}

package io.tributary.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import com.maxmind.geoip2.model.CityResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountryTest {

  @Test
  void addressesResolveToTheirCountry() throws IOException, GeoIp2Exception {
    int resolved = 0;
    int v6 = 0;
    int addresses = 0;
    try (InputStream file = CountryTest.class.getResourceAsStream("/GeoLite2-City.mmdb")) {
      assumeTrue(file != null, "GeoLite2-City.mmdb is not on the class path");
      try (DatabaseReader database = new DatabaseReader.Builder(file).build()) {
        for (Country country : Country.ALL) {
          Rnd random = Rnd.of(7, 8, country.code().hashCode());
          int there = 0;
          for (int draw = 0; draw < 400; draw++) {
            String address = country.address(random);
            v6 += address.contains(":") ? 1 : 0;
            Optional<CityResponse> city = database.tryCity(InetAddress.getByName(address));
            if (city.isPresent() && country.code().equals(city.get().getCountry().getIsoCode())) {
              there++;
            }
          }
          assertThat(there).as(country.code()).isGreaterThanOrEqualTo(388);
          resolved += there;
          addresses += 400;
        }
      }
    }
    assertThat(addresses).isEqualTo(26 * 400);
    assertThat(resolved).isGreaterThan(addresses * 99 / 100);
    assertThat(v6).isBetween(addresses * 13 / 100, addresses * 17 / 100);
  }

  @Test
  void drawsCountriesByWeight() {
    Rnd random = Rnd.of(1, 2, 3);
    int american = 0;
    for (int draw = 0; draw < 10_000; draw++) {
      american += Country.draw(random).code().equals("US") ? 1 : 0;
    }
    assertThat(american).isBetween(1700, 2400);
  }
}

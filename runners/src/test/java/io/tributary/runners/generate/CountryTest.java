package io.tributary.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import com.maxmind.geoip2.model.CityResponse;
import io.tributary.io.geo.GeoLite2;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountryTest {

  @Test
  void addressesResolveToTheirCountry(@TempDir Path folder) throws IOException, GeoIp2Exception {
    int resolved = 0;
    int v6 = 0;
    int addresses = 0;
    Path newest =
        Path.of("target", "geolite2", "geolite2-databases-20191119.jar"); // put by the build
    File file = GeoLite2.extract(List.of(newest), folder).get(0).toFile();
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

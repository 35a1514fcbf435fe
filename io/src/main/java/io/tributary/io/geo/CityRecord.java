package io.tributary.io.geo;

import com.maxmind.db.MaxMindDbConstructor;
import com.maxmind.db.MaxMindDbParameter;
import java.util.List;

/**
 * The few fields of a City record that are asked for; the reader skips the rest, which takes a
 * third of the time of decoding everything. Public because the reader calls the constructors by
 * reflection.
 */
public final class CityRecord {

  final String country;
  final String region;
  final String city;
  final Double latitude;
  final Double longitude;
  final String timeZone;

  @MaxMindDbConstructor
  public CityRecord(
      @MaxMindDbParameter(name = "country") Country country,
      @MaxMindDbParameter(name = "subdivisions") List<Place> subdivisions,
      @MaxMindDbParameter(name = "city") Place city,
      @MaxMindDbParameter(name = "location") Location location) {
    this.country = country == null ? null : country.code;
    // The list goes from the largest to the smallest.
    this.region = subdivisions == null || subdivisions.isEmpty() ? null : subdivisions.get(0).name;
    this.city = city == null ? null : city.name;
    this.latitude = location == null ? null : location.latitude;
    this.longitude = location == null ? null : location.longitude;
    this.timeZone = location == null ? null : location.timeZone;
  }

  public static final class Country {
    final String code;

    @MaxMindDbConstructor
    public Country(@MaxMindDbParameter(name = "iso_code") String code) {
      this.code = code;
    }
  }

  public static final class Place {
    final String name;

    @MaxMindDbConstructor
    public Place(@MaxMindDbParameter(name = "names") Names names) {
      this.name = names == null ? null : names.english;
    }
  }

  public static final class Names {
    final String english;

    @MaxMindDbConstructor
    public Names(@MaxMindDbParameter(name = "en") String english) {
      this.english = english;
    }
  }

  public static final class Location {
    final Double latitude;
    final Double longitude;
    final String timeZone;

    @MaxMindDbConstructor
    public Location(
        @MaxMindDbParameter(name = "latitude") Double latitude,
        @MaxMindDbParameter(name = "longitude") Double longitude,
        @MaxMindDbParameter(name = "time_zone") String timeZone) {
      this.latitude = latitude;
      this.longitude = longitude;
      this.timeZone = timeZone;
    }
  }
}

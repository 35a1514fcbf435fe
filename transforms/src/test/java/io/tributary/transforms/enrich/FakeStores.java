package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Profile;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

/** Stores that know the user ada, the network 203.0.113 and one browser, and count what they do. */
final class FakeStores implements Serializable {

  private static final long serialVersionUID = 1L;

  final transient List<Profiles.Key> asked = new ArrayList<>();
  final transient List<Integer> batches = new ArrayList<>();
  boolean away;
  int open;

  Profiles profiles() {
    open++;
    return new Profiles() {
      @Override
      public List<Profile> find(List<Key> keys) {
        if (away) {
          throw new UncheckedIOException(new ConnectException("the store is away"));
        }
        if (asked != null && !keys.isEmpty()) { // not where it travelled to a worker
          asked.addAll(keys);
          batches.add(keys.size());
        }
        List<Profile> found = new ArrayList<>();
        keys.forEach(
            key -> found.add(key.userId().equals("ada") ? new Profile("NL", "gold", 5L, 7) : null));
        return found;
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  GeoIp geoIp() {
    open++;
    return new GeoIp() {
      @Override
      public Geo locate(String clientIp, long receivedAt) {
        return clientIp != null && clientIp.startsWith("203.0.113.")
            ? new Geo("DE", null, "Ulm", 48.4, 9.99, "Europe/Berlin", 3)
            : new Geo(null, null, null, null, null, null, 3);
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  UserAgents userAgents() {
    open++;
    return new UserAgents() {
      @Override
      public Device parse(String userAgent) {
        return userAgent == null
            ? new Device(null, null, null, null, null, null, "rules-1")
            : new Device("desktop", "Linux", null, "Firefox", "120", false, "rules-1");
      }

      @Override
      public void close() {
        open--;
      }
    };
  }
}

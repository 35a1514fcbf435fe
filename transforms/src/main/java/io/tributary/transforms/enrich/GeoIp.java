package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Geo;
import java.io.Serializable;

/** Port: addresses to places. One instance serves one thread at a time. */
public interface GeoIp extends AutoCloseable {

  /**
   * Looks an address up in the database that was valid when the record came.
   *
   * @param clientIp IPv4 or IPv6 text, possibly rubbish, or null
   * @param receivedAt milliseconds since the epoch
   * @return the place; all fields but the build are null where the address is not known
   */
  Geo locate(String clientIp, long receivedAt);

  @Override
  void close();

  /** Opens the databases on a worker. */
  interface Source extends Serializable {
    GeoIp open();
  }
}

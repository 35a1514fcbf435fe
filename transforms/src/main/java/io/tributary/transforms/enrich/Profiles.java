package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Profile;
import java.io.Serializable;
import java.util.List;

/** Port: users to profiles, many at a time. One instance serves one thread at a time. */
public interface Profiles extends AutoCloseable {

  /**
   * What is asked.
   *
   * @param userId the user
   * @param receivedAt the profile's version is the last one valid from this time or before,
   *     milliseconds since the epoch
   */
  record Key(String userId, long receivedAt) {}

  /**
   * Looks users up as of the time their record came.
   *
   * @return a profile, or null where the user has none at that time, for each key in order
   */
  List<Profile> find(List<Key> keys);

  @Override
  void close();

  /** Opens the store on a worker. */
  interface Source extends Serializable {
    Profiles open();
  }
}

package io.tributary.transforms.identity;

import java.io.Serializable;

/** Port: links of anonymous ids to users that are known from elsewhere. */
public interface Links extends AutoCloseable {

  /**
   * One link.
   *
   * @param userId the user
   * @param linkedAt since when it is known, milliseconds since the epoch
   */
  record Link(String userId, long linkedAt) {}

  /** The last link of this id made strictly before this time, or null. */
  Link lastBefore(String anonymousId, long receivedAt);

  @Override
  void close();

  /** Opens the links on a worker. */
  interface Source extends Serializable {
    Links open();
  }
}

package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Device;
import java.io.Serializable;

/** Port: user agents to devices. One instance serves one thread at a time. */
public interface UserAgents extends AutoCloseable {

  /**
   * Says what device a user agent names.
   *
   * @param userAgent the text, possibly rubbish, or null
   * @return the device; all fields but the rules' version are null where there is no user agent
   */
  Device parse(String userAgent);

  @Override
  void close();

  /** Opens the rules on a worker. */
  interface Source extends Serializable {
    UserAgents open();
  }
}

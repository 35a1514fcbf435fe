package io.tributary.io.kafka;

import java.io.Serializable;

/** The time, in milliseconds since the epoch; travels to the workers with its source. */
@FunctionalInterface
public interface MillisClock extends Serializable {

  long millis();
}

package io.tributary.io.kafka;

import org.slf4j.Logger;

/** Says once in a while that the brokers do not answer, and once that they do again. */
final class Silence {

  /** Shorter pauses are normal: a broker that restarts takes about as long. */
  static final long NOTABLE_MILLIS = 10_000;

  static final long REPEAT_MILLIS = 30_000;

  private final String brokers;
  private final Logger log;
  private long lastAnswer;
  private long lastSaid;
  private boolean said;

  Silence(String brokers, long now, Logger log) {
    this.brokers = brokers;
    this.log = log;
    this.lastAnswer = now;
  }

  void answered(long now) {
    if (said) {
      log.info("{} answers again after {} s", brokers, (now - lastAnswer) / 1000);
      said = false;
    }
    lastAnswer = now;
  }

  void waiting(long now) {
    boolean due = !said || now - lastSaid >= REPEAT_MILLIS;
    if (now - lastAnswer >= NOTABLE_MILLIS && due) {
      log.warn("No answer from {} for {} s; waiting", brokers, (now - lastAnswer) / 1000);
      said = true;
      lastSaid = now;
    }
  }
}

package io.tributary.io.kafka;

/** A broker or topic that cannot be used; the message is one line with the way out. */
public final class UnusableTopic extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UnusableTopic(String message) {
    super(message);
  }

  UnusableTopic(String message, Throwable cause) {
    super(message, cause);
  }

  static UnusableTopic silent(KafkaSettings settings, long seconds, Throwable cause) {
    return new UnusableTopic(
        "No broker answered at "
            + settings.bootstrapServers()
            + " within "
            + seconds
            + " s: check --bootstrap-servers and that a broker is running there",
        cause);
  }

  static UnusableTopic missing(KafkaSettings settings, String topic) {
    return new UnusableTopic(
        "Topic "
            + topic
            + " does not exist at "
            + settings.bootstrapServers()
            + ": create it, or name another topic");
  }

  static UnusableTopic refused(KafkaSettings settings, Throwable cause) {
    return new UnusableTopic(
        "The brokers at "
            + settings.bootstrapServers()
            + " refuse to show "
            + settings.topics()
            + " ("
            + cause.getClass().getSimpleName()
            + "): grant Describe and Read on the topic, or correct the client's properties",
        cause);
  }
}

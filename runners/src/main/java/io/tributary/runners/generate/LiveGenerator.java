package io.tributary.runners.generate;

import io.tributary.schemas.event.Header;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The generator's events at a steady pace, as clients send them: their days are compressed into the
 * time that there is, and begin now.
 */
public final class LiveGenerator {

  private LiveGenerator() {}

  /**
   * A record to be sent.
   *
   * @param at when, milliseconds since the epoch
   * @param key its key, or null
   * @param headers its headers
   * @param payload its bytes, or null
   */
  public record LiveRecord(long at, byte[] key, List<Header> headers, byte[] payload) {}

  /** Takes records in the order of their times. */
  public interface Receiver {
    /** May wait until it is time. */
    void accept(LiveRecord record) throws IOException;
  }

  /** Where the reference data of the events is. */
  public record References(Path schemas, Path profiles, Path links) {}

  /**
   * Writes schemas, profiles and links.
   *
   * @throws IOException where the folder cannot be written to
   */
  public static References references(GeneratorOptions options) throws IOException {
    Files.createDirectories(options.out());
    SideFiles sideFiles = new SideFiles(options, new Devices(options));
    References references =
        new References(
            options.out().resolve("schemas"),
            options.out().resolve("profiles"),
            options.out().resolve("links.csv"));
    sideFiles.schemas(references.schemas);
    sideFiles.profiles(references.profiles);
    sideFiles.links(references.links);
    return references;
  }

  /**
   * Makes the events.
   *
   * @param start when the first is sent, milliseconds since the epoch
   * @param over how long it takes to send them all
   */
  public static void run(GeneratorOptions options, long start, Duration over, Receiver receiver)
      throws IOException {
    Devices devices = new Devices(options);
    long from = options.startDate().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    double pace = over.toMillis() / (options.days() * 86_400_000.0);
    try (Spill spill =
        new Spill(options.out().resolve(".spill"), from, options.days(), options.events())) {
      new Visits(options, devices, spill).plan();
      Payloads payloads = new Payloads(options, devices);
      for (int bucket = 0; bucket < spill.count(); bucket++) {
        for (Planned plan : spill.sorted(bucket)) {
          Planned live = plan.copy();
          live.received = start + (long) ((plan.received - from) * pace);
          live.time = start + (long) ((plan.time - from) * pace);
          live.sentDelay = (int) (plan.sentDelay * pace);
          receiver.accept(
              new LiveRecord(
                  live.received,
                  payloads.key(live),
                  payloads.headers(live),
                  payloads.payload(live)));
        }
      }
    }
  }
}

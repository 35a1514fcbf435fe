package io.tributary.runners.generate;

import io.tributary.schemas.event.Header;
import io.tributary.schemas.table.TableNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The generator's events at a steady pace, as clients send them: their days are compressed into the
 * time that there is, the nights more than the evenings. Who is late is so by as much less.
 */
public final class LiveGenerator implements Closeable {

  /** A broker may be slow; whoever is out of range must be so for it too. */
  private static final long SLACK = Duration.ofHours(1).toMillis();

  private final GeneratorOptions options;
  private final Devices devices;
  private final Spill spill;
  private final long from;

  private LiveGenerator(GeneratorOptions options, Devices devices, Spill spill, long from) {
    this.options = options;
    this.devices = devices;
    this.spill = spill;
    this.from = from;
  }

  /**
   * A record to be sent.
   *
   * @param at when, milliseconds since the epoch
   * @param key its key, or null
   * @param headers its headers
   * @param payload its bytes, or null
   * @param table the table that its row must end in, provided that everything is received within a
   *     day
   */
  public record LiveRecord(
      long at, byte[] key, List<Header> headers, byte[] payload, String table) {}

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
    try (LiveGenerator generator = plan(options)) {
      generator.send(start, over, receiver);
    }
  }

  /**
   * Decides who sends what when, in a hidden folder of the options' own.
   *
   * @throws IOException where the folder cannot be written to
   */
  public static LiveGenerator plan(GeneratorOptions options) throws IOException {
    Devices devices = new Devices(options);
    long from = options.startDate().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    Spill spill =
        new Spill(options.out().resolve(".spill"), from, options.days(), options.events());
    LiveGenerator generator = new LiveGenerator(options, devices, spill, from);
    try {
      new Visits(options, devices, spill).plan();
      return generator;
    } catch (IOException | RuntimeException failed) {
      generator.close();
      throw failed;
    }
  }

  /**
   * Makes the events that were planned.
   *
   * @param start when the first is sent, milliseconds since the epoch
   * @param over how long it takes to send them all
   */
  public void send(long start, Duration over, Receiver receiver) throws IOException {
    Pace pace = new Pace(from, options.days());
    for (int bucket = 0; bucket < spill.count(); bucket++) {
      for (Planned plan : spill.sorted(bucket)) {
        pace.count(plan.received);
      }
    }
    pace.into(start, over.toMillis());
    Payloads payloads = new Payloads(options, devices);
    for (int bucket = 0; bucket < spill.count(); bucket++) {
      for (Planned plan : spill.sorted(bucket)) {
        Planned live = live(plan, pace);
        receiver.accept(
            new LiveRecord(
                live.received,
                payloads.key(live),
                payloads.headers(live),
                payloads.payload(live),
                table(live)));
      }
    }
  }

  private static Planned live(Planned plan, Pace pace) {
    Planned live = plan.copy();
    live.received = pace.at(plan.received);
    live.slack = SLACK;
    live.time = pace.at(plan.time);
    live.sentDelay = (int) (pace.at(plan.time + plan.sentDelay) - live.time);
    if (live.repeat == Planned.Repeat.REUSED) {
      live.time++; // another event than the first in any case, whatever the pace has made equal
    }
    return live;
  }

  /** A day of the plan takes seconds: whatever is repeated is so within the horizon. */
  private static String table(Planned live) {
    if (live.reason() != null) {
      return TableNames.DEAD_LETTERS;
    }
    return live.repeat == Planned.Repeat.NONE
        ? live.type.table(live.version)
        : TableNames.DUPLICATES;
  }

  /** Removes the plan. */
  @Override
  public void close() throws IOException {
    spill.close();
  }
}

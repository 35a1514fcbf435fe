package io.tributary.runners.generate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** What a replay needs beside the raw store: schemas, profiles, links. */
final class SideFiles {

  private static final long DAY = 86_400_000;
  private static final List<String> SEGMENTS =
      List.of("new", "casual", "regular", "power", "churn_risk");

  private final GeneratorOptions options;
  private final Devices devices;
  private final long start;

  SideFiles(GeneratorOptions options, Devices devices) {
    this.options = options;
    this.devices = devices;
    start = options.startDate().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /** The schemas are resources; this lays them out as a registry folder. */
  void schemas(Path folder) throws IOException {
    for (EventType type : EventType.ALL) {
      Path versions = Files.createDirectories(folder.resolve(type.type()));
      for (String version : type.versions()) {
        String name = "schemas/" + type.type() + "/" + version + ".json";
        try (InputStream schema = SideFiles.class.getResourceAsStream(name)) {
          if (schema == null) {
            throw new IllegalStateException("The class path lacks the resource " + name);
          }
          Files.write(versions.resolve(version + ".json"), schema.readAllBytes());
        }
      }
    }
  }

  /** Nearly every member has a profile; one in four has a second one from within the days on. */
  void profiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (ProfileFile file = ProfileFile.create(folder.resolve("part-0.parquet"))) {
      for (int person = 0; person < options.people(); person++) {
        String user = devices.userId(person);
        Rnd random = Rnd.of(options.seed(), 30, person);
        if (user == null || random.below(30) == 0) {
          continue;
        }
        long created = start - DAY - random.below(2000 * DAY);
        String country = devices.country(person).code();
        int segment = random.below(SEGMENTS.size());
        file.write(user, country, SEGMENTS.get(segment), created, created);
        if (random.below(4) == 0) {
          long from = start + random.below(options.days() * DAY);
          String moved = random.below(5) == 0 ? Country.draw(random).code() : country;
          String next = SEGMENTS.get((segment + 1 + random.below(4)) % SEGMENTS.size());
          file.write(user, moved, next, created, from);
        }
      }
    }
  }

  /** Some devices are known from before; a few were handed on to another member since. */
  void links(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("anonymous_id,user_id,linked_at\n");
      for (int person = 0; person < options.people(); person++) {
        Rnd random = Rnd.of(options.seed(), 31, person);
        String user = devices.userId(person);
        for (int index = 0; user != null && index < devices.count(person); index++) {
          if (random.below(10) < 3) {
            long linked = start - 1 - random.below(90 * DAY);
            String device = devices.device(person, index).anonymousId();
            String before = devices.userId(random.below(options.people()));
            if (before != null && random.below(20) == 0) {
              link(out, device, before, linked - 1 - random.below(90 * DAY));
            }
            link(out, device, user, linked);
          }
        }
      }
    }
  }

  private static void link(BufferedWriter out, String device, String user, long linked)
      throws IOException {
    out.write(cell(device) + "," + cell(user) + "," + Times.utc(linked) + "\n");
  }

  /** As RFC 4180 quotes. */
  private static String cell(String text) {
    return text.matches("[A-Za-z0-9_-]+") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}

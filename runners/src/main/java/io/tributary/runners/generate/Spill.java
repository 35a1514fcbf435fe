package io.tributary.runners.generate;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Plans on their way from the first pass to the second: written to buckets of {@code received_at}
 * in any order, read back one sorted bucket at a time, so that memory holds one bucket only.
 */
final class Spill implements Closeable {

  private static final long DAY = 86_400_000;
  private static final int PLANS_IN_BUCKET = 200_000;
  private static final Comparator<Planned> ORDER = Comparator.comparingLong(plan -> plan.received);

  private final Path folder;
  private final long start;
  private final long width;
  private final DataOutputStream[] buckets;
  private final int[] sizes;

  Spill(Path folder, long start, int days, long plans) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.start = start;
    int count = (int) Math.min(2000, 1 + plans / PLANS_IN_BUCKET);
    width = days * DAY / count + 1;
    sizes = new int[count];
    buckets = new DataOutputStream[count];
    for (int bucket = 0; bucket < count; bucket++) {
      buckets[bucket] =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file(bucket)), 1 << 15));
    }
  }

  void add(Planned plan) throws IOException {
    int bucket = (int) ((plan.received - start) / width);
    plan.write(buckets[bucket]);
    sizes[bucket]++;
  }

  int count() {
    return buckets.length;
  }

  /** A bucket's plans by {@code received_at}; ties stay as they were added. */
  Planned[] sorted(int bucket) throws IOException {
    buckets[bucket].close();
    Planned[] plans = new Planned[sizes[bucket]];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file(bucket)), 1 << 16))) {
      for (int plan = 0; plan < plans.length; plan++) {
        plans[plan] = Planned.read(in);
      }
    }
    Arrays.sort(plans, ORDER);
    return plans;
  }

  /** Removes the buckets. */
  @Override
  public void close() throws IOException {
    for (DataOutputStream bucket : buckets) {
      bucket.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Path file(int bucket) {
    return folder.resolve("bucket-" + bucket);
  }
}

package io.tributary.runners.replay;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has used since a start.
 *
 * @param wallSeconds by the clock
 * @param cpuSeconds of all threads
 * @param peakRssMb largest resident memory since the process began, or null where it is not known
 */
record ProcessUsage(double wallSeconds, double cpuSeconds, Long peakRssMb) {

  private static final Path STATUS = Path.of("/proc/self/status"); // Linux alone

  /** A start. */
  record Start(long nanos, long cpuNanos) {

    static Start now() {
      return new Start(System.nanoTime(), cpu());
    }

    ProcessUsage untilNow() {
      return new ProcessUsage(
          seconds(System.nanoTime() - nanos), seconds(cpu() - cpuNanos), peakRss());
    }
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e7) / 100.0;
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static Long peakRss() {
    if (!Files.isReadable(STATUS)) {
      return null;
    }
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.tributary.runners.lineage;

/**
 * Tells a lineage service, in the words of OpenLineage, which job read what and wrote which tables.
 * What goes wrong with it is said once and never reaches the job.
 *
 * @see <a href="https://openlineage.io/docs/spec/object-model">OpenLineage's object model</a>
 */
public interface Lineage {

  /** Tells nobody. */
  Lineage NONE = job -> LineageRun.NONE;

  /**
   * Tells whom the settings name, or nobody, of one run.
   *
   * @throws IllegalArgumentException if they cannot be followed; the message is one line with the
   *     way out
   */
  static Lineage of(LineageSettings settings) {
    if (!LineageSender.wanted(settings)) {
      return NONE;
    }
    LineageSender sender = LineageSender.of(settings);
    return job -> LineageReport.start(job, settings.clock(), sender);
  }

  /** A job starts; the caller closes the run, which waits for two seconds at most. */
  LineageRun start(LineageJob job);
}

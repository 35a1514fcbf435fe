package io.tributary.runners.lineage;

import java.util.Map;

/** One run of a job: it either completes or fails. No method throws, none waits but close. */
public interface LineageRun extends AutoCloseable {

  /**
   * What a run came to.
   *
   * @param read records that it read; null where nobody has counted
   * @param rows rows that it wrote by table; empty where nobody has counted
   */
  record Counts(Long read, Map<String, Long> rows) {
    public static final Counts UNKNOWN = new Counts(null, Map.of());
  }

  /** Everything that it was to do is done. */
  void complete(Counts counts);

  /** It ended before that. */
  void fail(Throwable error);

  @Override
  void close();

  /** The run of which nobody is told. */
  LineageRun NONE =
      new LineageRun() {
        @Override
        public void complete(Counts counts) {}

        @Override
        public void fail(Throwable error) {}

        @Override
        public void close() {}
      };
}

package io.tributary.runners.replay;

import io.tributary.io.parquet.RawPlan;
import io.tributary.transforms.partition.DayRange;

/** Is told how a replay goes on. */
public interface ReplayListener {

  /** How many rows of the raw store were looked at for the plan. */
  void looked(long rows);

  /** What will be read and overwritten. */
  void planned(RawPlan plan, DayRange days);

  /** What a killed run left and what was done about it, in one line. */
  void recovered(String line);

  /** Nobody listens. */
  ReplayListener NONE =
      new ReplayListener() {
        @Override
        public void looked(long rows) {}

        @Override
        public void planned(RawPlan plan, DayRange days) {}

        @Override
        public void recovered(String line) {}
      };
}

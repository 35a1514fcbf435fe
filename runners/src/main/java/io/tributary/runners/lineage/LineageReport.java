package io.tributary.runners.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.tributary.io.iceberg.InvalidWarehouse;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reports one run: START, then COMPLETE or FAIL. */
final class LineageReport implements LineageRun {

  private final LineageJob job;
  private final Clock clock;
  private final LineageSender sender;
  private final LineageEvents events;
  private final AtomicBoolean isOver = new AtomicBoolean();

  private LineageReport(LineageJob job, Clock clock, LineageSender sender) {
    this.job = job;
    this.clock = clock;
    this.sender = sender;
    this.events = new LineageEvents(job);
  }

  static LineageReport start(LineageJob job, Clock clock, LineageSender sender) {
    LineageReport report = new LineageReport(job, clock, sender);
    // the tables of a stream are there when it is submitted, those of a replay come with it
    report.sender.send(
        report.events.event(
            EventType.START,
            report.now(),
            null,
            Counts.UNKNOWN,
            job.kind() == LineageJob.Kind.STREAM ? report.outputs(Counts.UNKNOWN) : List.of()));
    return report;
  }

  private ZonedDateTime now() {
    return clock.instant().atZone(ZoneOffset.UTC);
  }

  private List<OpenLineage.OutputDataset> outputs(Counts counts) {
    try {
      return new OutputTables(job, events.library()).read(counts);
    } catch (InvalidWarehouse | UncheckedIOException e) {
      sender.warn("cannot name the tables (" + e.getClass().getSimpleName() + ")");
      return List.of();
    }
  }

  @Override
  public void complete(Counts counts) {
    if (isOver.compareAndSet(false, true)) {
      sender.send(events.event(EventType.COMPLETE, now(), null, counts, outputs(counts)));
    }
  }

  @Override
  public void fail(Throwable error) {
    if (isOver.compareAndSet(false, true)) {
      sender.send(events.event(EventType.FAIL, now(), error, Counts.UNKNOWN, List.of()));
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}

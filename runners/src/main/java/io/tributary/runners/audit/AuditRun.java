package io.tributary.runners.audit;

import io.tributary.io.iceberg.StreamRecord;
import io.tributary.io.iceberg.WarehouseTables;
import io.tributary.io.parquet.ArchiveProgress;
import io.tributary.schemas.table.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One audit from beginning to end. */
final class AuditRun {

  private final AuditScope scope;
  private final Audit.Listener listener;
  private int step;
  private int steps;

  AuditRun(AuditScope scope, Audit.Listener listener) {
    this.scope = scope;
    this.listener = listener;
  }

  Audit audit() {
    // Read before the tables and the raw store are, so that what a stream adds in between does no
    // harm.
    Optional<StreamRecord> stream = StreamRecord.read(scope.catalog());
    Window window = Window.of(scope.days(), complete(stream));
    List<TableRows> terminal = new ArrayList<>();
    TableRows sessions = null;
    try (WarehouseTables tables = WarehouseTables.open(scope.catalog())) {
      for (String name : tables.names()) {
        if (name.equals(TableNames.SESSIONS)) {
          sessions = new TableRows(tables.table(name));
        } else if (TableRows.isTerminal(name)) {
          terminal.add(new TableRows(tables.table(name)));
        }
      }
    }
    RawFiles raw = RawFiles.in(scope.raw());
    steps = terminal.size() + 3;
    try (Duck duck = Duck.open(scope.memory())) {
      return audit(duck, window, stream, raw, terminal, sessions);
    }
  }

  /** The time before which raw store and tables are complete; empty where both are as a whole. */
  private OptionalLong complete(Optional<StreamRecord> stream) {
    long tables =
        stream.filter(StreamRecord::isAttached).map(StreamRecord::committedThrough).orElse(ALL);
    long raw =
        ArchiveProgress.in(scope.raw())
            .filter(progress -> !progress.ended())
            .map(
                progress ->
                    progress.through() == null ? Long.MIN_VALUE : progress.through().toEpochMilli())
            .orElse(ALL);
    long complete = Math.min(tables, raw);
    return complete == ALL ? OptionalLong.empty() : OptionalLong.of(complete);
  }

  private static final long ALL = Long.MAX_VALUE;

  private Audit audit(
      Duck duck,
      Window window,
      Optional<StreamRecord> stream,
      RawFiles raw,
      List<TableRows> terminal,
      TableRows sessions) {
    Coordinates coordinates = new Coordinates(duck, window);
    TrendReader trends = new TrendReader(duck, window);
    SessionReader sessionReader = new SessionReader(duck, window);
    List<TableRows> events =
        terminal.stream().filter(table -> table.state() == Count.State.LOADED).toList();
    begin(duck, "the raw store");
    coordinates.add(raw);
    trends.raw(raw);
    begin(duck, TableNames.SESSIONS);
    sessionReader.sessions(sessions);
    if (sessions != null) {
      trends.sessions(sessions);
    }
    for (int i = 0; i < terminal.size(); i++) {
      TableRows table = terminal.get(i);
      begin(duck, table.name());
      coordinates.add(i, table);
      trends.add(table);
      if (events.contains(table)) {
        sessionReader.events(table);
      }
    }
    begin(duck, "what was read");
    Reckoning reckoning = new Reckoning(duck, coordinates, terminal, scope.examples());
    OffsetWalk offsets = new OffsetWalk(scope.examples());
    coordinates.walk(
        word -> {
          reckoning.take(word);
          offsets.take(word);
        });
    List<PartitionOffsets> partitions = offsets.finish();
    Ledger ledger = reckoning.ledger();
    SessionCheck check = sessionReader.check(events, sessions, scope.examples());
    Trends read = trends.trends();
    List<Finding> findings = new ArrayList<>();
    findings.addAll(StoreRules.gaps(partitions, ledger));
    findings.addAll(new RawConflicts(duck, raw, window).find(ledger, offsets));
    findings.addAll(StoreRules.sessions(check));
    stream.ifPresent(of -> findings.addAll(StoreRules.behind(of.behindDays())));
    findings.addAll(
        new Findings(
                new DayBook(read, window.until()),
                new RejectDetails(duck, table(terminal, TableNames.DEAD_LETTERS)))
            .of(window));
    return new Audit(
        scope.days(),
        window.completeBefore(),
        ledger,
        partitions,
        check,
        read,
        Findings.sorted(findings));
  }

  private static TableRows table(List<TableRows> tables, String name) {
    return tables.stream().filter(table -> table.name().equals(name)).findFirst().orElse(null);
  }

  private void begin(Duck duck, String what) {
    duck.reading(what);
    listener.reading(what, ++step, steps);
  }
}

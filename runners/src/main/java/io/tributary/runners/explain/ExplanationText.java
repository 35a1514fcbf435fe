package io.tributary.runners.explain;

import io.tributary.runners.explain.Explanation.Copy;
import io.tributary.runners.explain.Explanation.Enrichment;
import io.tributary.runners.explain.Explanation.Neighbour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Explanations for people: one screen for each record. */
public final class ExplanationText {

  private static final int MOST_COPIES = 5;

  private final Screen screen = new Screen();

  private ExplanationText() {}

  /** All records of an answer; where there are none, where was looked. */
  public static String of(Answer answer) {
    ExplanationText text = new ExplanationText();
    answer.records().forEach(text::add);
    if (answer.more() > 0) {
      text.screen.heading(String.format(Locale.ROOT, "... and %,d more records", answer.more()));
    }
    return text.screen.text();
  }

  /** How much was read, in one line. */
  public static String read(Answer answer) {
    return "Read columns of "
        + read("data", answer.warehouse())
        + (answer.raw() == null ? "" : " and of " + read("raw", answer.raw()));
  }

  private static String read(String kind, Reading reading) {
    return String.format(
        Locale.ROOT,
        "%d of %d %s files (%,.1f of %,.1f MB)",
        reading.filesOpened(),
        reading.files(),
        kind,
        reading.bytesOpened() / 1e6,
        reading.bytes() / 1e6);
  }

  private void add(Explanation one) {
    screen.heading(one.coordinate() + "  " + one.says());
    one.problems().forEach(problem -> screen.line("PROBLEM", problem));
    add(one.raw());
    if (one.event() != null) {
      add(one.event());
    }
    if (one.duplicate() != null) {
      add(one.duplicate());
    }
    if (one.deadLetter() != null) {
      add(one.deadLetter());
    }
    add(one.row());
    if (one.trace() != null) {
      screen.section("trace");
      screen.line("trace_id", one.trace().traceId());
      screen.line("link", one.trace().link());
      if (one.trace().replayLink() != null) {
        screen.line("in the replay", one.trace().replayLink());
      }
    }
    if (one.personal() != null && !one.personal().isEmpty()) {
      screen.section("personal");
      one.personal().forEach(screen::line);
    }
  }

  private void add(Explanation.Event event) {
    screen.section("event");
    screen.line("event_id", event.eventId());
    screen.line("validated against", event.eventType() + " " + event.schemaVersion());
    Explanation.Clocks clocks = event.clocks();
    screen.section("clocks");
    screen.line("received_at", clocks.receivedAt());
    screen.line("timestamp", timed(clocks.timestamp(), clocks.receivedAt()));
    screen.line("original_timestamp", timed(clocks.originalTimestamp(), clocks.receivedAt()));
    screen.line("sent_at", clocks.sentAt() == null ? "none" : clocks.sentAt());
    screen.line("is_late", clocks.isLate() ? "yes" : "no");
    if (event.session() != null) {
      add(event.session());
    }
    add(event.enrichment());
    if (!event.duplicates().isEmpty()) {
      screen.section("copies");
      copies(event.duplicates(), "later");
    }
  }

  private void add(Explanation.Session session) {
    screen.section("session");
    screen.line("session_id", session.sessionId());
    screen.line("number in it", session.number() + (session.isNew() ? ", the first" : ""));
    for (Explanation.SessionRow row : session.rows()) {
      screen.line(
          "revision " + row.revision(),
          row.eventCount()
              + " events, "
              + row.startedAt()
              + " to "
              + row.endedAt()
              + ", closed "
              + row.closedAt());
    }
    if (session.isOpen()) {
      screen.line(
          "still open",
          session.rows().isEmpty()
              ? "no row of sessions has it yet"
              : "open again: no revision counts this event yet");
    }
    screen.line("before it", session.before() == null ? "none" : neighbour(session.before()));
    screen.line("after it", session.after() == null ? "none" : neighbour(session.after()));
  }

  private static String neighbour(Neighbour other) {
    return other.coordinate() + "  " + other.eventType() + " at " + other.timestamp();
  }

  private void add(Enrichment found) {
    screen.section("enrichment");
    screen.line(
        "resolved_user_id",
        switch (found.identity()) {
          case OWN -> "the event's own user_id";
          case LINKED -> "linked to its anonymous_id before";
          case NONE -> "none known";
        });
    Enrichment.Profile profile = found.profile();
    screen.line(
        "profile",
        profile == null
            ? "not found"
            : joined(
                "found",
                profile.userCountry(),
                profile.userSegment(),
                profile.accountAgeDays() == null ? null : profile.accountAgeDays() + " days old",
                "version " + profile.profileVersion()));
    Enrichment.Geo geo = found.geo();
    screen.line(
        "geo",
        geo == null
            ? "no database"
            : joined(
                geo.isFound() ? "found" : "not found",
                geo.geoCountry(),
                "database of " + geo.geoDbBuild()));
    Enrichment.Device device = found.device();
    screen.line(
        "device",
        device == null
            ? "no rules"
            : joined(
                device.isFound() ? "found" : "no user agent",
                device.deviceClass(),
                device.osName(),
                device.browserName(),
                Boolean.TRUE.equals(device.isBot()) ? "bot" : null,
                "rules " + device.uaRulesVersion()));
  }

  private void add(Explanation.DuplicateOf duplicate) {
    screen.section("duplicate");
    screen.line("event_id", duplicate.eventId());
    screen.line("event_type", duplicate.eventType());
    screen.line("received_at", duplicate.receivedAt());
    screen.section("copy of");
    copies(duplicate.chain(), "before");
    if (duplicate.end() == null) {
      screen.line("PROBLEM", "the last of these has no row");
    } else {
      screen.line("which is in", duplicate.end().table());
    }
  }

  private void add(Explanation.DeadLetter dead) {
    screen.section("dead letter");
    screen.line("stage", dead.stage());
    screen.line("reason", dead.reason());
    screen.line("detail", dead.detail());
    screen.line("received_at", dead.receivedAt());
    screen.line("event_id", dead.eventId() == null ? "not known" : dead.eventId());
    screen.line("event_type", dead.eventType() == null ? "not known" : dead.eventType());
    if (!dead.sameId().isEmpty()) {
      screen.section("same id");
      copies(dead.sameId(), "before");
    }
  }

  private void copies(List<Copy> copies, String when) {
    int n = copies.size();
    for (int i = 0; i < n; i++) {
      // of a storm of copies the first and the last tell enough
      if (i < MOST_COPIES || i == n - 1) {
        Copy copy = copies.get(i);
        screen.line(
            copy.coordinate(),
            copy.receivedAt() + ", " + Screen.span(copy.afterMillis()) + " " + when);
      } else if (i == MOST_COPIES) {
        screen.line("...", (n - MOST_COPIES - 1) + " more");
      }
    }
  }

  private void add(Explanation.Place row) {
    if (row != null) {
      screen.section("row");
      screen.line("table", row.table());
      screen.line("data file", row.file());
      Explanation.Commit commit = row.commit();
      screen.line(
          "snapshot",
          commit == null
              ? "expired"
              : joined(
                  Long.toString(commit.snapshotId()),
                  "committed " + commit.committedAt(),
                  commit.writer() == null ? null : "by " + commit.writer()));
    }
  }

  private void add(Explanation.Raw raw) {
    if (raw != null) {
      screen.section("raw record");
      screen.line("received_at", raw.receivedAt());
      screen.line("raw file", raw.file());
      screen.line(
          "payload",
          raw.payloadBytes() == null
              ? "none"
              : String.format(Locale.ROOT, "%,d bytes", raw.payloadBytes()));
      screen.line("headers", raw.headers().isEmpty() ? "none" : String.join(", ", raw.headers()));
    }
  }

  private static String timed(Instant time, Instant receivedAt) {
    long before = Duration.between(time, receivedAt).toMillis();
    return time
        + (before == 0
            ? ", as received"
            : ", "
                + Screen.span(Math.abs(before))
                + (before > 0 ? " before" : " after")
                + " it was received");
  }

  private static String joined(String... parts) {
    return String.join(", ", Stream.of(parts).filter(Objects::nonNull).toList());
  }
}

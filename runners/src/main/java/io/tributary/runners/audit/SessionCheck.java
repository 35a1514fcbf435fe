package io.tributary.runners.audit;

import java.util.List;

/**
 * What {@code sessions} says against the event rows that name the sessions. Of each session that
 * closed in the range the highest revision counts, and of its events those that were received until
 * it closed.
 *
 * @param sessions sessions that closed in the range
 * @param reopened how many of them a late event opened again: their highest revision is above 1
 * @param counted the sum of their {@code event_count}
 * @param found event rows that name them
 * @param differing sessions of which the two numbers differ
 * @param open sessions that event rows of the range name and that have not closed; also those that
 *     were opened again and have not closed since
 * @param openEvents event rows of these that no closed revision counts
 * @param lost sessions without a row of {@code sessions} though their last event is older than any
 *     setting lets a session wait
 * @param examples the first few sessions that differ or are lost
 */
public record SessionCheck(
    long sessions,
    long reopened,
    long counted,
    long found,
    long differing,
    long open,
    long openEvents,
    long lost,
    List<Difference> examples) {

  public SessionCheck {
    examples = List.copyOf(examples);
  }

  /** Whether every closed session has the events that it says, and none is lost. */
  public boolean agrees() {
    return differing == 0 && lost == 0;
  }

  /**
   * A session whose events are not those that it says.
   *
   * @param sessionId which
   * @param counted its {@code event_count}; 0 where it has no row
   * @param found event rows that name it
   */
  public record Difference(String sessionId, long counted, long found) {}
}

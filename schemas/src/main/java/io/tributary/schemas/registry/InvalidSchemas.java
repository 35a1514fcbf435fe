package io.tributary.schemas.registry;

import java.util.List;

/** Thrown where schemas cannot be used; the message is one line with the first problem. */
public final class InvalidSchemas extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final List<SchemaProblem> problems;

  public InvalidSchemas(List<SchemaProblem> problems) {
    super(summary(problems));
    this.problems = List.copyOf(problems);
  }

  /** All problems in the order of their sources. */
  public List<SchemaProblem> problems() {
    return problems;
  }

  private static String summary(List<SchemaProblem> problems) {
    String first = problems.get(0).toString();
    return problems.size() == 1 ? first : first + " (and " + (problems.size() - 1) + " more)";
  }
}

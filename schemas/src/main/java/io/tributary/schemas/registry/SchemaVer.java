package io.tributary.schemas.registry;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schema's version, {@code MODEL-REVISION-ADDITION}, as Snowplow's SchemaVer has it: a new MODEL
 * breaks with the data before it, a REVISION may, an ADDITION does not.
 */
public record SchemaVer(int model, int revision, int addition)
    implements Comparable<SchemaVer>, Serializable {

  private static final Pattern TEXT =
      Pattern.compile("([1-9][0-9]{0,5})-(0|[1-9][0-9]{0,5})-(0|[1-9][0-9]{0,5})");
  private static final Comparator<SchemaVer> ORDER =
      Comparator.comparingInt(SchemaVer::model)
          .thenComparingInt(SchemaVer::revision)
          .thenComparingInt(SchemaVer::addition);

  /** The version that this text names; empty where it names none. */
  public static Optional<SchemaVer> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new SchemaVer(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public int compareTo(SchemaVer that) {
    return ORDER.compare(this, that);
  }

  @Override
  public String toString() {
    return model + "-" + revision + "-" + addition;
  }
}

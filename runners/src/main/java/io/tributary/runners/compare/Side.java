package io.tributary.runners.compare;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.io.iceberg.StreamRecord;
import java.util.OptionalLong;

/**
 * One of the two warehouses.
 *
 * @param catalog where its tables are
 * @param committedThrough where a stream is attached, the time, in milliseconds since the epoch,
 *     before which its tables are complete, the smallest number where they hold nothing yet; empty
 *     where they are complete as they are
 */
public record Side(CatalogConfig catalog, OptionalLong committedThrough) {

  /**
   * A warehouse as its own records have it. They are read here, before its tables are, so that what
   * a stream appends in between does no harm.
   */
  public static Side of(CatalogConfig catalog) {
    return StreamRecord.read(catalog)
        .filter(StreamRecord::isAttached)
        .map(stream -> through(catalog, stream.committedThrough()))
        .orElseGet(() -> complete(catalog));
  }

  /** A warehouse that no stream writes to. */
  public static Side complete(CatalogConfig catalog) {
    return new Side(catalog, OptionalLong.empty());
  }

  /** A warehouse that holds the rows before this time and awaits the others. */
  public static Side through(CatalogConfig catalog, long millis) {
    return new Side(catalog, OptionalLong.of(millis));
  }
}

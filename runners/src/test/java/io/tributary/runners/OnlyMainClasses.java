package io.tributary.runners;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Leaves out the classes of the tests, in whatever folder a build has put them. */
public final class OnlyMainClasses implements ImportOption {
  @Override
  public boolean includes(Location location) {
    return !location.contains("test-classes") && !location.contains("/tc/");
  }
}

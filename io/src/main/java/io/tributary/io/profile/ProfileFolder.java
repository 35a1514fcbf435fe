package io.tributary.io.profile;

import io.tributary.io.Shared;
import io.tributary.schemas.event.Profile;
import io.tributary.transforms.enrich.Profiles;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The history of user profiles in a folder of Parquet files, at any depth.
 *
 * <p>Columns: {@code user_id} (text), {@code country} and {@code segment} (text or null), {@code
 * created_at} (timestamp or null), {@code valid_from} (timestamp); timestamps in UTC, cut to the
 * millisecond; other columns are not read. One row is one version, valid until the user's next one.
 * Of two versions of a user with the same {@code valid_from}, the one with the later {@code
 * created_at} stands, then the one with the country, then the segment, later in the alphabet, null
 * before all: a rule that looks at contents only, so that names and order of files mean nothing.
 *
 * <p>The table is loaded into memory once per JVM, at some 60 bytes per version. Files whose names
 * start with a dot or an underscore are skipped.
 */
public final class ProfileFolder implements Profiles.Source {

  private static final long serialVersionUID = 1L;

  private final List<String> files;
  private final boolean newestOnly;

  private ProfileFolder(List<String> files, boolean newestOnly) {
    this.files = files;
    this.newestOnly = newestOnly;
  }

  /**
   * Lists and checks the folder; rows are read on the workers.
   *
   * @throws UnreadableReferenceData where the folder is missing or without Parquet, or a file is
   *     damaged or has other columns
   */
  public static ProfileFolder in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UnreadableReferenceData(
          folder, "is no folder: give the folder with the Parquet files of profiles");
    }
    List<String> files = new ArrayList<>();
    for (Path file : parquetFiles(folder)) {
      new ParquetRows(file, ProfileTable.COLUMNS).check();
      files.add(file.toAbsolutePath().normalize().toString());
    }
    if (files.isEmpty()) {
      throw new UnreadableReferenceData(folder, "has no .parquet file at any depth");
    }
    return new ProfileFolder(List.copyOf(files), false);
  }

  private static List<Path> parquetFiles(Path folder) {
    try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return found.filter(ProfileFolder::isData).sorted().toList();
    } catch (IOException e) {
      throw new UnreadableReferenceData(folder, "cannot be listed: check its permissions", e);
    }
  }

  private static boolean isData(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".parquet")
        && !name.startsWith(".")
        && !name.startsWith("_")
        && Files.isRegularFile(file);
  }

  /** The same profiles, with every user's newest version whatever the time asked for. */
  public ProfileFolder newestOnly() {
    return new ProfileFolder(files, true);
  }

  @Override
  public Profiles open() {
    return new Lookup(Shared.use(new Table(files)), newestOnly);
  }

  private record Table(List<String> files) implements Shared.Key<ProfileTable> {
    @Override
    public ProfileTable open() {
      return ProfileTable.load(files.stream().map(Path::of).toList());
    }
  }

  private static final class Lookup implements Profiles {
    private final Shared<ProfileTable> shared;
    private final boolean newestOnly;
    private final Ids ids = new Ids();

    Lookup(Shared<ProfileTable> shared, boolean newestOnly) {
      this.shared = shared;
      this.newestOnly = newestOnly;
    }

    @Override
    public List<Profile> find(List<Key> keys) {
      ProfileTable table = shared.value();
      List<Profile> found = new ArrayList<>(keys.size());
      for (Key key : keys) {
        found.add(table.find(ids, key, newestOnly));
      }
      return found;
    }

    @Override
    public void close() {
      shared.close();
    }
  }
}

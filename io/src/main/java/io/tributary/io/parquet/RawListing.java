package io.tributary.io.parquet;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiPredicate;

/** Lists a raw store, also while others write into it: hidden files come and go. */
final class RawListing {

  private RawListing() {}

  /** The raw files under a folder, at any depth but not in hidden folders, sorted by path. */
  static List<Path> visibleFiles(Path folder) throws IOException {
    return files(folder, (name, attributes) -> !isHidden(name) && name.endsWith(".parquet"));
  }

  /** The hidden files under a folder that a test accepts, sorted by path. */
  static List<Path> hiddenFiles(Path folder, BiPredicate<String, BasicFileAttributes> which)
      throws IOException {
    return files(folder, (name, attributes) -> isHidden(name) && which.test(name, attributes));
  }

  private static List<Path> files(Path folder, BiPredicate<String, BasicFileAttributes> which)
      throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return !path.equals(folder) && isHidden(path.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && which.test(path.getFileName().toString(), attributes)) {
              found.add(path);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && !path.equals(folder)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    found.sort(null);
    return found;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}

package io.tributary.io.iceberg;

import io.tributary.transforms.warehouse.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A hash of what is committed: the same input has the same, whichever attempt brings it. */
final class CommitToken {

  private CommitToken() {}

  /**
   * @param what who commits what; it tells commits without files apart
   * @param files the data files, in any order
   */
  static String of(List<String> what, List<WrittenFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(String.join("\n", what).getBytes(StandardCharsets.UTF_8));
      files.stream()
          .map(WrittenFile::path)
          .sorted()
          .forEach(
              path -> {
                digest.update((byte) '\n');
                digest.update(path.getBytes(StandardCharsets.UTF_8));
              });
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

package io.tributary.io.profile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes ids to 128 bits, which stand for them in memory.
 *
 * <p>Two of a hundred million ids share such a hash with a probability of 10^-23, which is
 * neglected. MD5, because the JDK has it in machine code and nothing here is a secret. One instance
 * serves one thread; the halves of the last hash are in {@link #high} and {@link #low}.
 */
final class Ids {

  private final MessageDigest md5;
  private final byte[] bytes = new byte[16];
  private final ByteBuffer halves = ByteBuffer.wrap(bytes);
  private long high;
  private long low;

  Ids() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }

  void hash(String id) {
    hash(id.getBytes(StandardCharsets.UTF_8));
  }

  void hash(byte[] utf8) {
    md5.update(utf8);
    try {
      md5.digest(bytes, 0, bytes.length);
    } catch (DigestException e) {
      throw new IllegalStateException("An MD5 hash has 16 bytes", e);
    }
    high = halves.getLong(0);
    low = halves.getLong(8);
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }
}

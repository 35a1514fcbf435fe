package io.tributary.transforms.validate;

/**
 * 128-bit hash of a JSON value. The order of an object's members does not count: their hashes are
 * added. Strings are hashed as decoded, numbers as written.
 *
 * <p>Body and finish are those of MurmurHash3 x64 128 (Austin Appleby, public domain) over UTF-16
 * units. Each call leaves its answer in {@link #high} and {@link #low}.
 */
final class ValueHash {

  /** Tells apart what would otherwise have the same characters. */
  enum Kind {
    STRING,
    NUMBER,
    NAME,
    TRUE,
    FALSE,
    NULL,
    ARRAY,
    OBJECT
  }

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  long high;
  long low;

  void ofText(Kind kind, char[] text, int offset, int length) {
    high = kind.ordinal();
    low = 0;
    int end = offset + length;
    int i = offset;
    for (; i + 8 <= end; i += 8) {
      block(four(text, i), four(text, i + 4));
    }
    long first = 0;
    long second = 0;
    for (int shift = 0; i < end; i++, shift += 16) {
      if (shift < 64) {
        first |= (long) text[i] << shift;
      } else {
        second |= (long) text[i] << shift - 64;
      }
    }
    block(first, second);
    finish(length);
  }

  void ofText(Kind kind, String text) {
    ofText(kind, text.toCharArray(), 0, text.length());
  }

  void of(Kind kind) {
    ofPair(kind, 0, 0, 0, 0);
  }

  /** Hash of two hashes, in their order. */
  void ofPair(Kind kind, long high1, long low1, long high2, long low2) {
    high = kind.ordinal();
    low = 0;
    block(high1, low1);
    block(high2, low2);
    finish(kind.ordinal());
  }

  private static long four(char[] text, int i) {
    return text[i] | (long) text[i + 1] << 16 | (long) text[i + 2] << 32 | (long) text[i + 3] << 48;
  }

  private void block(long k1, long k2) {
    high ^= Long.rotateLeft(k1 * C1, 31) * C2;
    high = (Long.rotateLeft(high, 27) + low) * 5 + 0x52dce729;
    low ^= Long.rotateLeft(k2 * C2, 33) * C1;
    low = (Long.rotateLeft(low, 31) + high) * 5 + 0x38495ab5;
  }

  private void finish(int length) {
    high ^= length;
    low ^= length;
    high += low;
    low += high;
    high = mix(high);
    low = mix(low);
    high += low;
    low += high;
  }

  private static long mix(long value) {
    long h = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }
}

package io.tributary.transforms.validate;

import io.tributary.transforms.validate.ValueHash.Kind;
import java.util.HashMap;
import java.util.Map;

/** Hashes of member names, of which few occur over and over. */
final class NameHashes {

  /** Longer names are not remembered: there is no end of them. */
  static final int LONGEST = 256;

  private static final int MOST = 4096;

  private record Hash(long high, long low) {}

  private final Map<String, Hash> known = new HashMap<>();
  private final ValueHash hash = new ValueHash();

  /** Replaces a value's hash by that of the member with this name and value. */
  void pair(String name, ValueHash value) {
    Hash ofName = known.get(name);
    if (ofName == null) {
      hash.ofText(Kind.NAME, name);
      ofName = new Hash(hash.high, hash.low);
      if (known.size() < MOST && name.length() <= LONGEST) {
        known.put(name, ofName);
      }
    }
    value.ofPair(Kind.NAME, ofName.high, ofName.low, value.high, value.low);
  }
}

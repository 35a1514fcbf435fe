package io.tributary.io.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HistoryProperties {

  record Version(String id, long time, int content) {}

  /** Against a map of maps, which is slow and plain. */
  @Property(seed = "20260302", tries = 300)
  void findsTheLastVersionAtAnyTime(@ForAll("versions") List<Version> versions) {
    Map<String, TreeMap<Long, Integer>> plain = new HashMap<>();
    History.Builder builder = new History.Builder();
    Ids ids = new Ids();
    for (Version version : versions) {
      plain
          .computeIfAbsent(version.id(), id -> new TreeMap<>())
          .merge(version.time(), version.content(), Math::max);
      ids.hash(version.id());
      builder.add(ids, version.time());
    }
    History history =
        builder.build(
            (a, b) -> Integer.compare(versions.get(a).content(), versions.get(b).content()));

    assertThat(history.size()).isEqualTo(plain.values().stream().mapToInt(Map::size).sum());
    for (String id : List.of("a", "b", "c", "d", "")) {
      for (long at = -6; at <= 6; at++) {
        Map.Entry<Long, Integer> expected = plain.getOrDefault(id, new TreeMap<>()).floorEntry(at);
        ids.hash(id);
        int entry = history.lastAt(ids, at);
        if (expected == null) {
          assertThat(entry).isEqualTo(-1);
        } else {
          assertThat(history.time(entry)).isEqualTo(expected.getKey());
          assertThat(versions.get(history.row(entry)))
              .isEqualTo(new Version(id, expected.getKey(), expected.getValue()));
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Version>> versions() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", ""),
            Arbitraries.longs().between(-5, 5),
            Arbitraries.integers().between(0, 3))
        .as(Version::new)
        .list()
        .ofMaxSize(60);
  }
}

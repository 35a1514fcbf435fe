package io.tributary.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.kafka.KafkaMark.Place;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.common.TopicPartition;

class KafkaMarkCoderProperties {

  private final KafkaMarkCoder coder = new KafkaMarkCoder();

  @Provide
  Arbitrary<Map<TopicPartition, Place>> places() {
    Arbitrary<TopicPartition> partition =
        Combinators.combine(
                Arbitraries.strings().ofMaxLength(9), Arbitraries.integers().between(0, 9))
            .as(TopicPartition::new);
    Arbitrary<Place> place =
        Combinators.combine(Arbitraries.longs().between(0, Long.MAX_VALUE), Arbitraries.longs())
            .as(Place::new);
    return Arbitraries.maps(partition, place).ofMaxSize(20);
  }

  @Property(seed = "20260302", tries = 200)
  void comesBackAsItWas(@ForAll("places") Map<TopicPartition, Place> places) throws IOException {
    KafkaMark mark = new KafkaMark(places);
    byte[] bytes = CoderUtils.encodeToByteArray(coder, mark);
    assertThat(CoderUtils.decodeFromByteArray(coder, bytes)).isEqualTo(mark);
  }

  @Property(seed = "20260302", tries = 100)
  void equalMarksAreEqualBytes(@ForAll("places") Map<TopicPartition, Place> places)
      throws IOException {
    Map<TopicPartition, Place> turned = new LinkedHashMap<>();
    List<TopicPartition> keys = List.copyOf(places.keySet());
    for (int i = keys.size() - 1; i >= 0; i--) {
      turned.put(keys.get(i), places.get(keys.get(i)));
    }
    assertThat(CoderUtils.encodeToByteArray(coder, new KafkaMark(turned)))
        .isEqualTo(CoderUtils.encodeToByteArray(coder, new KafkaMark(places)));
  }

  @Example
  void coderEqualsItsTwin() {
    assertThat(coder).isEqualTo(new KafkaMarkCoder()).hasSameHashCodeAs(new KafkaMarkCoder());
  }

  @Example
  void marksOfNewerReleasesAreRefused() {
    assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(coder, new byte[] {2, 0}))
        .rootCause()
        .hasMessageContaining("newer release");
  }
}

package io.tributary.schemas.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  @Test
  void readsTraceSpanAndSampling() {
    assertThat(of("00-" + TRACE + "-" + SPAN + "-01"))
        .isEqualTo(new TraceParent(TRACE, SPAN, true));
    assertThat(of("00-" + TRACE + "-" + SPAN + "-00"))
        .isEqualTo(new TraceParent(TRACE, SPAN, false));
    assertThat(of("00-" + TRACE + "-" + SPAN + "-fe").sampled()).isFalse();
    assertThat(of("00-" + TRACE + "-" + SPAN + "-ff").sampled()).isTrue();
  }

  @Test
  void theLastWellFormedHeaderCounts() {
    assertThat(
            of(
                "00-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-00000000000000aa-00",
                "rubbish"))
        .isEqualTo(new TraceParent(TRACE, "00000000000000aa", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
      })
  void rubbishIsIgnored(String text) {
    assertThat(of(text)).isNull();
  }

  @Test
  void withoutHeaderThereIsNoTrace() {
    assertThat(TraceParent.of(List.of())).isNull();
    assertThat(TraceParent.of(List.of(new Header("traceparent", null)))).isNull();
    assertThat(TraceParent.traceId(List.of(new Header("other", new byte[55])))).isNull();
    assertThat(TraceParent.of(List.of(new Header("traceparent", new byte[55])))).isNull();
  }

  private static TraceParent of(String... values) {
    List<Header> headers = new ArrayList<>();
    for (String value : values) {
      headers.add(new Header("traceparent", value.getBytes(StandardCharsets.UTF_8)));
    }
    TraceParent parent = TraceParent.of(headers);
    assertThat(TraceParent.traceId(headers)).isEqualTo(parent == null ? null : parent.traceId());
    return parent;
  }
}

package io.tributary.runners.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The charts as JSON that may stand inside of a script element: no text in it can end that. */
final class ChartJson {

  /** Digits of fractions and seconds; more would be half of the page. */
  private static final MathContext DIGITS = new MathContext(6);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new SimpleModule().addSerializer(new RoundedSerializer()))
          .build();

  private ChartJson() {}

  static String of(List<Section> sections) {
    try {
      return JSON.writeValueAsString(sections.stream().flatMap(s -> s.charts().stream()).toList())
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Charts cannot be written as JSON", e);
    }
  }

  private static final class RoundedSerializer extends StdSerializer<Double> {

    private static final long serialVersionUID = 1L;

    RoundedSerializer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString());
    }
  }
}

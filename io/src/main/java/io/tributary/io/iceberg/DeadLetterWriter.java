package io.tributary.io.iceberg;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Header;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** Dead letters; beside the flat columns their headers, a list of pairs as Kafka has them. */
final class DeadLetterWriter extends RowWriter<DeadLetter> {

  static final String HEADERS = "headers";

  private static final int LIST = 1;
  private static final int PAIR = 3;

  private final Cell name;
  private final Cell value;

  DeadLetterWriter(Schema schema) {
    super(schema, OtherColumns.DEAD_LETTERS);
    Types.StructType pair = schema.findType(HEADERS).asListType().elementType().asStructType();
    name = cells().get(pair.field("name").fieldId());
    value = cells().get(pair.field("value").fieldId());
  }

  @Override
  void write(DeadLetter row) {
    super.write(row);
    List<Header> headers = row.failure().headers();
    if (headers.isEmpty()) {
      name.empty(0, LIST);
      value.empty(0, LIST);
    }
    for (int i = 0; i < headers.size(); i++) {
      int repetition = i == 0 ? 0 : 1;
      name.text(headers.get(i).name(), repetition);
      value.bytes(headers.get(i).value(), repetition, PAIR);
    }
  }
}

package io.tributary.runners.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An audit for a program. */
public final class AuditJson {

  private AuditJson() {}

  /**
   * One JSON object over several lines.
   *
   * @param by what the rows are told apart by
   */
  public static String of(Audit audit, List<Dimension> by) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", audit.days().from());
    answer.put("to", audit.days().to());
    answer.put("completeBefore", audit.completeBefore());
    answer.put("conserved", audit.isConserved());
    answer.put("residual", audit.ledger().residual());
    answer.put("ledger", audit.ledger());
    answer.put("partitions", audit.partitions());
    answer.put("sessions", audit.sessions());
    answer.put("days", audit.trends().days());
    answer.put("by", by.stream().map(each -> each.name().toLowerCase(Locale.ROOT)).toList());
    answer.put("rows", Breakdown.of(audit, by));
    answer.put("findings", audit.findings());
    try {
      return JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .addModule(
                  new SimpleModule()
                      .addSerializer(Instant.class, ToStringSerializer.instance)
                      .addSerializer(LocalDate.class, ToStringSerializer.instance))
              .build()
              .writeValueAsString(answer)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write the audit as JSON", e);
    }
  }
}

package io.tributary.runners.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.Transport;
import java.io.PrintWriter;

/**
 * Shows events as lines of JSON; the library's own would write them to a log that leaves them out.
 */
final class ConsoleTransport extends Transport {

  private final PrintWriter out;

  ConsoleTransport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void emit(OpenLineage.RunEvent event) {
    print(event);
  }

  @Override
  public void emit(OpenLineage.DatasetEvent event) {
    print(event);
  }

  @Override
  public void emit(OpenLineage.JobEvent event) {
    print(event);
  }

  private void print(Object event) {
    out.println(OpenLineageClientUtils.toJson(event));
    out.flush();
  }
}

package io.tributary.runners.lineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.tributary.transforms.partition.DayRange;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.apache.beam.sdk.util.ReleaseInfo;

/** A run's events with their facets. */
final class LineageEvents {

  private static final URI PRODUCER = URI.create("urn:tributary");
  private static final String OURS = "io.tributary.";

  private final LineageJob job;
  private final OpenLineage library = new OpenLineage(PRODUCER);

  LineageEvents(LineageJob job) {
    this.job = job;
  }

  OpenLineage library() {
    return library;
  }

  /**
   * An event of the run.
   *
   * @param error why it failed, or null
   */
  OpenLineage.RunEvent event(
      EventType type,
      ZonedDateTime time,
      Throwable error,
      LineageRun.Counts counts,
      List<OpenLineage.OutputDataset> outputs) {
    return library
        .newRunEventBuilder()
        .eventType(type)
        .eventTime(time)
        .run(library.newRunBuilder().runId(job.run()).facets(runFacets(error)).build())
        .job(
            library
                .newJobBuilder()
                .namespace(LineageJob.NAMESPACE)
                .name(job.name())
                .facets(
                    library
                        .newJobFacetsBuilder()
                        .jobType(
                            library.newJobTypeJobFacet(job.kind().processing(), "TRIBUTARY", "JOB"))
                        .build())
                .build())
        .inputs(job.inputs().stream().map(input -> input(input, counts)).toList())
        .outputs(outputs)
        .build();
  }

  private OpenLineage.InputDataset input(LineageJob.Dataset dataset, LineageRun.Counts counts) {
    OpenLineage.InputDatasetBuilder input =
        library.newInputDatasetBuilder().namespace(dataset.namespace()).name(dataset.name());
    if (counts.read() != null) {
      input.inputFacets(
          library
              .newInputDatasetInputFacetsBuilder()
              .inputStatistics(
                  library
                      .newInputStatisticsInputDatasetFacetBuilder()
                      .rowCount(counts.read())
                      .build())
              .build());
    }
    return input.build();
  }

  private OpenLineage.RunFacets runFacets(Throwable error) {
    OpenLineage.RunFacetsBuilder facets =
        library
            .newRunFacetsBuilder()
            .processing_engine(
                library.newProcessingEngineRunFacet(
                    ReleaseInfo.getReleaseInfo().getSdkVersion(), "beam", null));
    DayRange days = job.days();
    if (days != null && days.from() != null) {
      facets.nominalTime(
          library.newNominalTimeRunFacet(midnight(days.from()), midnight(days.to())));
    }
    if (error != null) {
      facets.errorMessage(library.newErrorMessageRunFacet(message(error), "java", null));
    }
    return facets.build();
  }

  private static ZonedDateTime midnight(LocalDate day) {
    return day == null ? null : day.atStartOfDay(ZoneOffset.UTC);
  }

  /**
   * The class of the error and, where our own code has written it, its message: those of others may
   * hold anything.
   */
  private static String message(Throwable error) {
    Throwable innermost = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      innermost = cause;
      StackTraceElement[] stack = cause.getStackTrace();
      if (cause.getMessage() != null
          && stack.length > 0
          && stack[0].getClassName().startsWith(OURS)) {
        return cause.getClass().getSimpleName()
            + ": "
            + cause.getMessage().strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
      }
    }
    return innermost.getClass().getName();
  }
}

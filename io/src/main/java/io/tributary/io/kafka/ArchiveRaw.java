package io.tributary.io.kafka;

import io.tributary.io.parquet.ArchiveFolder;
import io.tributary.schemas.event.RawRecord;
import io.tributary.transforms.start.StartSignal;
import io.tributary.transforms.telemetry.StepFn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Archives what a stream reads from Kafka: every record, as it came, once by its coordinate, as
 * Parquet files in the raw store that become visible whole.
 *
 * <p>Input: the stream's records, in the global window, with their {@code received_at} as time. No
 * record of them goes on: where a partition stands is sent to one step per partition, which reads
 * the records again from Kafka, an interval's at a time. What is archived is decided by the visible
 * files alone, so a stream may be killed and set back at any time, and the killed attempt may even
 * go on for a while. Beside the files stands {@link io.tributary.io.parquet.ArchiveProgress}.
 *
 * <p>Unbounded input; bounded input is archived when it has ended. Disks and brokers that are away
 * are waited for up to five minutes, then the bundle fails. {@link ArchiveGap} where Kafka has lost
 * what was to be archived.
 */
public final class ArchiveRaw extends PTransform<PCollection<RawRecord>, PDone> {

  private static final long serialVersionUID = 1L;

  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final long FILE_BYTES = 128L << 20;

  private final String folder;
  private final List<String> topics;
  private final ArchiveReader.Source source;
  private final ArchiveRetry retry;
  private final long interval;
  private final long fileBytes;
  private final StartSignal start;

  private ArchiveRaw(
      String folder,
      List<String> topics,
      ArchiveReader.Source source,
      ArchiveRetry retry,
      long interval,
      long fileBytes,
      StartSignal start) {
    this.folder = folder;
    this.topics = topics;
    this.source = source;
    this.retry = retry;
    this.interval = interval;
    this.fileBytes = fileBytes;
    this.start = start;
  }

  /**
   * Archives every minute, in files of up to 128 MiB before compression.
   *
   * @param folder the raw store; it is made where it is not there
   * @param settings where the records are read again
   * @throws IllegalArgumentException if a topic's name is too long for a file
   */
  public static ArchiveRaw to(Path folder, KafkaSettings settings) {
    return to(folder, settings.topics(), ArchiveKafkaReader.with(new NetworkClients(settings)));
  }

  static ArchiveRaw to(Path folder, List<String> topics, ArchiveReader.Source source) {
    ArchiveFolder.in(folder, topics);
    return new ArchiveRaw(
        folder.toAbsolutePath().toString(),
        topics,
        source,
        ArchiveRetry.sleeping(),
        INTERVAL.toMillis(),
        FILE_BYTES,
        StartSignal.once());
  }

  /** How often a partition's records are archived, at least a second. */
  public ArchiveRaw every(Duration newInterval) {
    if (newInterval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "Archive interval must be at least PT1S, was " + newInterval);
    }
    return new ArchiveRaw(folder, topics, source, retry, newInterval.toMillis(), fileBytes, start);
  }

  /** How much a file holds before compression, about; with so much a partition does not wait. */
  public ArchiveRaw withFileBytes(long newFileBytes) {
    if (newFileBytes <= 0) {
      throw new IllegalArgumentException(
          "File size must be positive, was " + newFileBytes + " bytes");
    }
    return new ArchiveRaw(folder, topics, source, retry, interval, newFileBytes, start);
  }

  /** What sets it off before any record comes. */
  public ArchiveRaw startedBy(StartSignal signal) {
    return new ArchiveRaw(folder, topics, source, retry, interval, fileBytes, signal);
  }

  ArchiveRaw withRetry(ArchiveRetry newRetry) {
    return new ArchiveRaw(folder, topics, source, newRetry, interval, fileBytes, start);
  }

  @Override
  public PDone expand(PCollection<RawRecord> records) {
    PCollection<Archived> archived =
        records
            .apply(
                "Advance",
                ParDo.of(
                    StepFn.of("analytics.archive.advance", new ArchiveAdvanceStep())
                        .withTimestamps(ArchiveAdvance::receivedAt)))
            .setCoder(new ArchiveAdvance.Coder())
            .apply("ByPartition", ParDo.of(new ByPartitionFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new ArchiveAdvance.Coder()))
            .apply(
                "ArchiveRanges",
                ParDo.of(
                    new ArchiveRangesFn(
                        folder, topics, source, new ArchiveTicks(interval, 0), fileBytes, retry)))
            .setCoder(new Archived.Coder());
    // Progress is written from the start on, also when no record ever comes.
    PCollection<Archived> signal =
        records
            .getPipeline()
            .apply("Start", start)
            .apply(
                "StartArchive",
                MapElements.into(TypeDescriptor.of(Archived.class)).via(any -> Archived.START))
            .setCoder(new Archived.Coder());
    PCollectionList.of(archived)
        .and(signal)
        .apply("ArchivedAndStart", Flatten.pCollections())
        .apply("OneKey", WithKeys.of(""))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), new Archived.Coder()))
        .apply(
            "WriteProgress",
            ParDo.of(
                new ArchiveProgressFn(folder, new ArchiveTicks(interval, interval / 4), retry)))
        .setCoder(VoidCoder.of());
    return PDone.in(records.getPipeline());
  }

  private static final class ByPartitionFn
      extends DoFn<ArchiveAdvance, KV<String, ArchiveAdvance>> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element ArchiveAdvance advance, OutputReceiver<KV<String, ArchiveAdvance>> out) {
      out.output(KV.of(ArchiveRangesFn.key(advance.partition()), advance));
    }
  }
}

package io.tributary.runners.cli;

import io.tributary.io.kafka.History;
import io.tributary.io.kafka.RawHistory;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary send}. */
@Command(
    name = "send",
    description =
        "Send a raw store's records to a new topic, to the partitions and with the times that they"
            + " had: to try a stream with records of your own.",
    footer = {
      "",
      "The topic keeps these times instead of the broker's, so that the stream that reads it needs",
      "--allow-create-time. With --rate it has the broker's, as if the records came now."
    },
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

  private static final int MOST_BYTES = 32 << 20;

  @Spec CommandSpec spec;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      required = true,
      description = "Raw store: a folder of Parquet files at any depth.")
  Path raw;

  @Option(
      names = "--from-topic",
      paramLabel = "NAME",
      defaultValue = "events",
      description = "The topic that the records came from. Default: ${DEFAULT-VALUE}.")
  String fromTopic;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      required = true,
      description = "Kafka's brokers, comma-separated.")
  String bootstrapServers;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      required = true,
      description = "The topic; it is made, and must not exist yet.")
  String topic;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Records per second, with the broker's times. Default: all at once, with theirs.")
  Integer rate;

  private record Lane(int partition, History.Records records, RawRecord next) {}

  @Override
  public Integer call() throws IOException {
    if (rate != null && rate < 1) {
      throw new UsageException("--rate must be positive, was " + rate);
    }
    History history = RawHistory.of(raw, List.of(fromTopic), Long.MIN_VALUE);
    List<Integer> partitions = new ArrayList<>();
    for (TopicPartition partition : history.partitions()) {
      partitions.add(partition.partition());
    }
    if (partitions.isEmpty()) {
      throw new UsageException(raw + " holds no records of --from-topic " + fromTopic);
    }
    create(partitions.stream().max(Comparator.naturalOrder()).orElseThrow() + 1);
    AtomicReference<Exception> failed = new AtomicReference<>();
    long sent = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "lz4",
                "linger.ms",
                20,
                "batch.size",
                1 << 18,
                "max.request.size",
                MOST_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      PriorityQueue<Lane> lanes =
          new PriorityQueue<>(Comparator.comparingLong(lane -> lane.next.receivedAt()));
      for (int partition : partitions) {
        advance(
            lanes,
            partition,
            history.open(fromTopic, partition, history.startOffset(fromTopic, partition)));
      }
      long start = System.nanoTime();
      while (!lanes.isEmpty() && failed.get() == null) {
        Lane lane = lanes.poll();
        if (rate != null) {
          LockSupport.parkNanos(start + sent * 1_000_000_000L / rate - System.nanoTime());
        }
        producer.send(
            record(lane),
            (metadata, error) -> {
              if (error != null) {
                failed.set(error);
              }
            });
        sent++;
        advance(lanes, lane.partition, lane.records);
      }
    }
    if (failed.get() != null) {
      throw new IllegalStateException("The broker refused a record", failed.get());
    }
    spec.commandLine().getOut().printf(Locale.ROOT, "Sent %,d records to %s%n", sent, topic);
    return 0;
  }

  private static void advance(PriorityQueue<Lane> lanes, int partition, History.Records records)
      throws IOException {
    RawRecord next = records.next();
    if (next == null) {
      records.close();
    } else {
      lanes.add(new Lane(partition, records, next));
    }
  }

  private ProducerRecord<byte[], byte[]> record(Lane lane) {
    RawRecord from = lane.next;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            lane.partition,
            rate == null ? from.receivedAt() : null,
            from.key(),
            from.payload());
    for (Header header : from.headers()) {
      record.headers().add(header.name(), header.value());
    }
    return record;
  }

  private void create(int partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      NewTopic made =
          new NewTopic(topic, partitions, (short) 1)
              .configs(
                  Map.of("message.timestamp.type", rate == null ? "CreateTime" : "LogAppendTime"));
      admin.createTopics(List.of(made)).all().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        throw new UsageException("Topic " + topic + " exists; give --topic another name", e);
      }
      throw new IllegalStateException("Topic " + topic + " cannot be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}

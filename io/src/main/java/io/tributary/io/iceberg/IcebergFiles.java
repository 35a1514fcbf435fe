package io.tributary.io.iceberg;

import io.tributary.schemas.coder.TableRowCoder;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.table.TableNames;
import io.tributary.transforms.order.Orders;
import io.tributary.transforms.order.SpillingSorter;
import io.tributary.transforms.warehouse.Warehouse;
import io.tributary.transforms.warehouse.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFile;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * The open data files of one bundle: one per table and day. They share a budget of memory; when it
 * is used up, the fullest write their row groups out.
 */
final class IcebergFiles implements Warehouse.Files {

  /** Heap for all open row groups of one bundle. */
  private static final long BUDGET_BYTES = 128L << 20;

  private static final long FILE_BYTES = 512L << 20;
  private static final int CHECK_EVERY = 8192;
  private static final long CHECK_EVERY_BYTES = 16L << 20;

  /**
   * Each open file is a file handle; a half-year of many event types has thousands of partitions.
   */
  private static final int MOST_OPEN = 256;

  private static final long OVERFLOW_BYTES = 64L << 20;
  private static final int ROW_OVERHEAD = 800;
  private static final long DAY = 86_400_000L;
  private static final int ZSTD_LEVEL = 1; // half the time of 3, for a twentieth more bytes

  private final Map<String, Table> tables;
  private final SchemaRegistry registry;
  private final long maxOutOfOrder;
  private final String runId;
  private final Map<String, Map<Long, OpenFile>> open = new HashMap<>();
  private final List<WrittenFile> finished = new ArrayList<>();
  private final SpillingSorter<TableRow> overflow;
  private final CompressionCodecFactory codecs;
  private int openCount;
  private int sinceCheck;
  private long bytesSinceCheck;

  IcebergFiles(
      Map<String, Table> tables, SchemaRegistry registry, long maxOutOfOrder, String runId) {
    this.tables = tables;
    this.registry = registry;
    this.maxOutOfOrder = maxOutOfOrder;
    this.runId = runId;
    PlainParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setInt("parquet.compression.codec.zstd.level", ZSTD_LEVEL);
    this.codecs = new CodecFactory(configuration, 1 << 16);
    this.overflow =
        new SpillingSorter<>(
            Comparator.comparing(TableRow::table).thenComparing(IcebergFiles::day),
            TableRowCoder.of(),
            row -> bytes(row.row()) + ROW_OVERHEAD,
            OVERFLOW_BYTES);
  }

  /** Rows of partitions beyond the most that are open wait on disk until the others are written. */
  @Override
  public void write(TableRow row) {
    OpenFile file = open.getOrDefault(row.table(), Map.of()).get(day(row));
    if (file == null && openCount == MOST_OPEN) {
      overflow.add(row);
      return;
    }
    write(file == null ? openFile(row.table(), day(row)) : file, row.row());
  }

  private void write(OpenFile file, WarehouseRow row) {
    file.writer.write(row);
    tally(file.tallies, row);
    bytesSinceCheck += bytes(row);
    if (++sinceCheck >= CHECK_EVERY || bytesSinceCheck >= CHECK_EVERY_BYTES) {
      sinceCheck = 0;
      bytesSinceCheck = 0;
      stayInBudget();
    }
  }

  private static long day(TableRow row) {
    return Math.floorDiv(row.row().partitionTime(), DAY);
  }

  /** What may be large in a row: a payload of any size becomes one. */
  private static long bytes(WarehouseRow row) {
    if (row instanceof EnrichedEvent event) {
      return event.event().bytes().length;
    }
    return row instanceof DeadLetter dead && dead.failure().payload() != null
        ? dead.failure().payload().length
        : 0;
  }

  private void tally(Map<String, Long> tallies, WarehouseRow row) {
    if (row instanceof DeadLetter dead) {
      tallies.merge(dead.failure().reason().name(), 1L, Long::sum);
    } else if (row instanceof EnrichedEvent event && Orders.isLate(event.event(), maxOutOfOrder)) {
      tallies.merge(IcebergWarehouse.LATE, 1L, Long::sum);
    }
  }

  private OpenFile openFile(String name, long day) {
    Table table = tables.get(name);
    String path =
        IcebergWarehouse.dataFolder(table.location(), runId)
            + "/"
            + LocalDate.ofEpochDay(day)
            + "-"
            + UUID.randomUUID()
            + ".parquet";
    OutputFile output = table.io().newOutputFile(path);
    OpenFile file =
        new OpenFile(
            name,
            table,
            day,
            path,
            new DataFileWriter<>(
                output,
                table.schema(),
                rowWriter(name, table),
                codecs.getCompressor(CompressionCodecName.ZSTD)));
    open.computeIfAbsent(name, n -> new HashMap<>()).put(day, file);
    openCount++;
    return file;
  }

  /** The table's name says of which kind its rows are. */
  @SuppressWarnings("unchecked")
  private RowWriter<WarehouseRow> rowWriter(String name, Table table) {
    RowWriter<? extends WarehouseRow> writer =
        switch (name) {
          case TableNames.DEAD_LETTERS -> new DeadLetterWriter(table.schema());
          case TableNames.DUPLICATES -> new RowWriter<>(table.schema(), OtherColumns.DUPLICATES);
          case TableNames.SESSIONS -> new RowWriter<>(table.schema(), OtherColumns.SESSIONS);
          default -> new EventWriter(table.schema(), registry, maxOutOfOrder);
        };
    return (RowWriter<WarehouseRow>) writer;
  }

  private void stayInBudget() {
    long used = 0;
    List<OpenFile> files = new ArrayList<>(openCount);
    for (Map<Long, OpenFile> days : open.values()) {
      for (OpenFile file : days.values()) {
        used += file.writer.bufferedBytes();
        files.add(file);
      }
    }
    if (used <= BUDGET_BYTES) {
      return;
    }
    files.sort(Comparator.comparingLong((OpenFile file) -> file.writer.bufferedBytes()).reversed());
    for (OpenFile file : files) {
      if (used <= BUDGET_BYTES / 2) {
        break;
      }
      used -= file.writer.bufferedBytes();
      file.writer.flushRowGroup();
      if (file.writer.writtenBytes() > FILE_BYTES) {
        finish(file);
      }
    }
  }

  private void finish(OpenFile file) {
    open.get(file.name).remove(file.day);
    openCount--;
    finished.add(written(file));
  }

  private static WrittenFile written(OpenFile file) {
    DataFileWriter.Finished done = file.writer.finish(MetricsConfig.forTable(file.table));
    PartitionData partition = new PartitionData(file.table.spec().partitionType());
    partition.set(0, Math.toIntExact(file.day));
    DataFile dataFile =
        DataFiles.builder(file.table.spec())
            .withPath(file.path)
            .withFormat(FileFormat.PARQUET)
            .withPartition(partition)
            .withFileSizeInBytes(done.bytes())
            .withMetrics(done.metrics())
            .withSplitOffsets(done.splitOffsets())
            .build();
    return new WrittenFile(
        file.name,
        file.path,
        file.writer.rowCount(),
        file.tallies,
        ContentFileParser.toJson(dataFile, file.table.spec()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<WrittenFile> finish() {
    finishOpen();
    TableRow before = null;
    for (Iterator<TableRow> rows = overflow.sorted(); rows.hasNext(); ) {
      TableRow row = rows.next();
      if (before != null && (!row.table().equals(before.table()) || day(row) != day(before))) {
        finishOpen(); // the partition is complete
      }
      before = row;
      write(row);
    }
    finishOpen();
    abandon();
    return finished;
  }

  private void finishOpen() {
    open.values().forEach(days -> List.copyOf(days.values()).forEach(this::finish));
  }

  @Override
  public void abandon() {
    open.clear();
    overflow.close();
    codecs.release();
  }
}

package io.tributary.io.iceberg;

import io.tributary.schemas.event.WarehouseRow;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Table;

/** The data file of one partition while it is written. */
final class OpenFile {

  final String name;
  final Table table;
  final long day;
  final String path;
  final DataFileWriter<WarehouseRow> writer;
  final Map<String, Long> tallies = new HashMap<>();

  OpenFile(String name, Table table, long day, String path, DataFileWriter<WarehouseRow> writer) {
    this.name = name;
    this.table = table;
    this.day = day;
    this.path = path;
    this.writer = writer;
  }
}

package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Puts right what killed runs left: finishes a commit that was under way, and deletes files that no
 * table knows. Called with the warehouse's lock held.
 */
final class Recovery {

  private final OpenCatalog catalog;
  private final RunJournal journal;
  private final Consumer<String> say;

  /**
   * @param say is told in one line what was found and done
   */
  Recovery(OpenCatalog catalog, RunJournal journal, Consumer<String> say) {
    this.catalog = catalog;
    this.journal = journal;
    this.say = say;
  }

  /** Finishes commits that were under way. */
  void finishCommits() {
    for (String runId : journal.unfinished()) {
      Optional<PendingCommit> pending = journal.pending(runId);
      if (pending.isPresent()) {
        finish(pending.get());
      } else if (journal.report(runId).isEmpty()) {
        say.accept(
            "Run " + runId + " was stopped before its commit: every table is as it was before it");
      }
    }
  }

  /**
   * Deletes what killed runs left; all tables that they may have begun to make are there.
   *
   * @param until when the run that cleans up began: what is newer is somebody's at work
   */
  void cleanUp(List<String> runIds, Instant until) {
    journal.deleteHidden();
    for (String runId : runIds) {
      long deleted = clean(runId, journal.startedAt(runId), until);
      if (deleted > 0) {
        say.accept("Deleted " + deleted + " files that run " + runId + " left behind");
      }
      journal.deleteTemporary(runId);
      journal.dropPending(runId);
      journal.end(runId);
    }
  }

  private void finish(PendingCommit pending) {
    Committer committer = new Committer(catalog);
    long done = committer.countCommitted(pending);
    say.accept(
        "Run "
            + pending.runId()
            + " was stopped in the middle of its commit, with "
            + done
            + " of "
            + pending.tables().size()
            + " tables done: finishing it");
    try {
      committer.commit(pending, table -> {});
      journal.finishPending(pending);
    } catch (Committer.Conflict e) {
      // It stays as it is, and it is no reason to refuse this run: it may be the one that mends it.
      say.accept("Run " + pending.runId() + " cannot be finished: " + e.getMessage());
    }
  }

  /** Deletes the run's data files that no table refers to; how many. */
  long cleanData(String runId) {
    return clean(runId, Instant.MAX, Instant.MIN);
  }

  /** Deletes the run's data files, and metadata of between these times, that no table refers to. */
  private long clean(String runId, Instant from, Instant until) {
    long deleted = 0;
    for (TableIdentifier name : catalog.catalog().listTables(catalog.namespace())) {
      Table table = catalog.catalog().loadTable(name);
      if (!TablePreparation.isOurs(table)) {
        continue;
      }
      Path location = Path.of(LocalFileIO.plain(table.location()));
      Path data = Path.of(LocalFileIO.plain(IcebergWarehouse.dataFolder(table.location(), runId)));
      Set<Path> known = null;
      if (Files.isDirectory(data)) {
        known = knownFiles(table);
        deleted += deleteUnknown(data, known, Instant.MIN, Instant.MAX);
      }
      Path metadata = location.resolve("metadata");
      if (from.isBefore(until) && Files.isDirectory(metadata)) {
        known = known == null ? knownFiles(table) : known;
        deleted += deleteUnknown(metadata, known, from, until);
      }
    }
    return deleted;
  }

  /** All files that the table's metadata names, of every snapshot it still has. */
  private static Set<Path> knownFiles(Table table) {
    Set<Path> known = new HashSet<>();
    TableMetadata metadata = ((BaseTable) table).operations().current();
    known.add(path(metadata.metadataFileLocation()));
    for (MetadataLogEntry entry : metadata.previousFiles()) {
      known.add(path(entry.file()));
    }
    table.statisticsFiles().forEach(file -> known.add(path(file.path())));
    table.partitionStatisticsFiles().forEach(file -> known.add(path(file.path())));
    for (Snapshot snapshot : table.snapshots()) {
      known.add(path(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (known.add(path(manifest.path()))) {
          addFiles(table, manifest, known);
        }
      }
    }
    return known;
  }

  /** The same place always as the same path, however a location is written. */
  private static Path path(String location) {
    return Path.of(LocalFileIO.plain(location)).normalize();
  }

  private static void addFiles(Table table, ManifestFile manifest, Set<Path> known) {
    try (CloseableIterable<? extends ContentFile<?>> files =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, table.io(), table.specs())
            : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs())) {
      files.forEach(file -> known.add(path(file.location())));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + manifest.path(), e);
    }
  }

  private static long deleteUnknown(Path folder, Set<Path> known, Instant from, Instant until) {
    long deleted = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isDirectory(path)) {
          deleteIfEmpty(path);
        } else if (!known.contains(path.normalize())) {
          Instant modified = Files.getLastModifiedTime(path).toInstant();
          if (!modified.isBefore(from) && !modified.isAfter(until)) {
            Files.delete(path);
            deleted++;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot clean up " + folder, e);
    }
    return deleted;
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      if (children.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}

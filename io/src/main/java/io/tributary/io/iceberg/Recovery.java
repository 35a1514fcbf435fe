package io.tributary.io.iceberg;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.catalog.TableIdentifier;

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

  void run() {
    for (String runId : journal.unfinished()) {
      Instant startedAt = journal.startedAt(runId);
      Optional<PendingCommit> pending = journal.pending(runId);
      if (pending.isPresent()) {
        finish(pending.get());
      } else if (journal.report(runId).isEmpty()) {
        say.accept(
            "Run " + runId + " was stopped before its commit: every table is as it was before it");
      }
      long deleted = clean(runId, startedAt);
      if (deleted > 0) {
        say.accept("Deleted " + deleted + " files that run " + runId + " left behind");
      }
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
    committer.commit(pending, table -> {});
    journal.dropPending(pending.runId());
  }

  /** Deletes the run's data files and metadata that no table refers to; how many. */
  long clean(String runId, Instant startedAt) {
    long deleted = 0;
    for (TableIdentifier name : catalog.catalog().listTables(catalog.namespace())) {
      Table table = catalog.catalog().loadTable(name);
      Path location = Path.of(LocalFileIO.plain(table.location()));
      Path data = Path.of(LocalFileIO.plain(IcebergWarehouse.dataFolder(table.location(), runId)));
      Set<String> known = null;
      if (Files.isDirectory(data)) {
        known = knownFiles(table);
        deleted += deleteUnknown(data, known, Instant.MIN);
      }
      Path metadata = location.resolve("metadata");
      if (startedAt != null && Files.isDirectory(metadata)) {
        known = known == null ? knownFiles(table) : known;
        deleted += deleteUnknown(metadata, known, startedAt);
      }
    }
    return deleted;
  }

  /** All files that the table's metadata names, of every snapshot it still has. */
  private static Set<String> knownFiles(Table table) {
    Set<String> known = new HashSet<>();
    TableMetadata metadata = ((BaseTable) table).operations().current();
    known.add(LocalFileIO.plain(metadata.metadataFileLocation()));
    for (MetadataLogEntry entry : metadata.previousFiles()) {
      known.add(LocalFileIO.plain(entry.file()));
    }
    Set<String> manifests = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      known.add(LocalFileIO.plain(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        known.add(LocalFileIO.plain(manifest.path()));
        if (manifests.add(manifest.path())) {
          addDataFiles(table, manifest, known);
        }
      }
    }
    return known;
  }

  private static void addDataFiles(Table table, ManifestFile manifest, Set<String> known) {
    try (var files =
        ManifestFiles.read(manifest, table.io(), table.specs())) {
      files.forEach(file -> known.add(LocalFileIO.plain(file.location())));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + manifest.path(), e);
    }
  }

  private static long deleteUnknown(Path folder, Set<String> known, Instant notBefore) {
    long deleted = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isDirectory(path)) {
          deleteIfEmpty(path);
        } else if (!known.contains(path.toString())
            && !Files.getLastModifiedTime(path).toInstant().isBefore(notBefore)) {
          Files.delete(path);
          deleted++;
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

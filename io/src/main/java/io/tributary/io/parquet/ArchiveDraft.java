package io.tributary.io.parquet;

import io.tributary.schemas.event.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;

/** A file of the archive while it is written. Closing it without publishing throws it away. */
public final class ArchiveDraft implements Closeable {

  private final ArchiveFolder folder;
  private final RawPartition partition;
  private final LocalDate day;
  private final Path target;
  private final Path hidden;
  private final RawFileWriter writer;
  private long end;

  ArchiveDraft(ArchiveFolder folder, RawPartition partition, LocalDate day, Path target)
      throws IOException {
    this.folder = folder;
    this.partition = partition;
    this.day = day;
    this.target = target;
    this.hidden = ArchiveName.hiddenBeside(target);
    this.writer = RawFileWriter.createHidden(hidden);
  }

  /** Whether a record belongs into the folder of the file's day. */
  public boolean isOfDay(RawRecord record) {
    return Math.floorDiv(record.receivedAt(), RawStore.DAY) == day.toEpochDay();
  }

  /** Adds a record: the one that the file was begun with first, the others in their order. */
  public void write(RawRecord record) throws IOException {
    writer.write(record);
    end = record.coordinate().offset() + 1;
  }

  /**
   * Makes the file visible, once it is safe on the disk. Not where another attempt has published
   * the file that begins with this record; {@link ArchiveFolder#end} then tells where that one
   * ends.
   *
   * @return whether it is this file that is visible
   */
  public boolean publish() throws IOException {
    writer.close();
    try (FileChannel written = FileChannel.open(hidden, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    boolean isMine = link();
    folder.endsAt(partition, isMine ? end : RawPartitions.endOf(target, partition));
    Files.deleteIfExists(hidden);
    return isMine;
  }

  private boolean link() throws IOException {
    boolean isMine;
    try {
      Files.createLink(target, hidden);
      isMine = true;
    } catch (FileAlreadyExistsException e) {
      // A network file system may repeat a request whose answer was lost.
      isMine = Files.isSameFile(target, hidden);
    } catch (FileSystemException | UnsupportedOperationException e) {
      if (canLink()) {
        throw e;
      }
      isMine = move();
    }
    if (isMine) {
      force(target.getParent());
      force(target.getParent().getParent());
    }
    return isMine;
  }

  /** Whether the file system knows links at all; fails where it cannot even make a file. */
  private boolean canLink() throws IOException {
    Path probe = Files.createFile(ArchiveName.hiddenBeside(target));
    Path link = ArchiveName.hiddenBeside(target);
    try {
      Files.createLink(link, probe);
      return true;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return false;
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(probe);
    }
  }

  /**
   * For file systems without links, where it is not atomic: should another attempt publish between
   * the look and the move, its file is replaced by this one, which has the same first record but
   * may be shorter. So a raw store that several workers may write belongs on one with links.
   */
  private boolean move() throws IOException {
    if (Files.exists(target)) {
      return false;
    }
    Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /**
   * The folder's entry too should outlive the machine, where the system lets a folder be forced.
   */
  private static void force(Path parent) {
    try (FileChannel entries = FileChannel.open(parent, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException e) {
      // Not every system can open a folder. What it holds is safe, and the entry follows.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      Files.deleteIfExists(hidden);
    }
  }
}

package io.tributary.io.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads links from a CSV file in UTF-8 as RFC 4180 has it: a header with {@code
 * anonymous_id,user_id,linked_at} in any order among others, fields in quotes where they hold
 * commas, times of RFC 3339 with an offset. A field does not span lines.
 */
final class LinkCsv {

  private static final List<String> NAMES =
      LinkTable.COLUMNS.stream().map(Row.Column::name).toList();

  /** What {@code OffsetDateTime} would take beyond RFC 3339 is refused. */
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)");

  private final Path file;
  private int line;

  LinkCsv(Path file) {
    this.file = file;
  }

  /**
   * Reads all links.
   *
   * @throws UnreadableReferenceData at the first line that is none, naming the line
   */
  void readInto(LinkTable.Builder links) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      line = 1;
      String header = reader.readLine();
      List<String> names = header == null ? List.of() : fields(withoutMark(header));
      int[] columns = NAMES.stream().mapToInt(names::indexOf).toArray();
      for (int column : columns) {
        if (column < 0) {
          throw new UnreadableReferenceData(
              file, "does not start with the header " + String.join(",", NAMES));
        }
      }
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (!text.isEmpty()) {
          add(fields(text), columns, names.size(), links);
        }
      }
    } catch (CharacterCodingException e) {
      throw new UnreadableReferenceData(file, "is not in UTF-8: save it so", e);
    } catch (IOException e) {
      throw new UnreadableReferenceData(file, "cannot be read: check that it is a file", e);
    }
  }

  private void add(List<String> fields, int[] columns, int width, LinkTable.Builder links) {
    if (fields.size() != width) {
      throw wrong("has another number of fields than the header");
    }
    String anonymousId = fields.get(columns[0]);
    String userId = fields.get(columns[1]);
    if (anonymousId.isEmpty() || userId.isEmpty()) {
      throw wrong("has an empty id");
    }
    links.add(
        anonymousId.getBytes(StandardCharsets.UTF_8),
        userId.getBytes(StandardCharsets.UTF_8),
        millis(fields.get(columns[2])));
  }

  private long millis(String time) {
    if (!TIME.matcher(time).matches()) {
      throw wrong("has a linked_at that is no RFC 3339 time such as 2026-03-01T12:00:00Z");
    }
    StringBuilder text = new StringBuilder(time).replace(10, 11, "T");
    boolean leap = text.charAt(17) == '6' && text.charAt(18) == '0';
    boolean zulu = Character.isLetter(time.charAt(time.length() - 1));
    int offset = time.length() - (zulu ? 1 : 6);
    if (leap) {
      text.replace(17, offset, "59.999");
    } else if (offset > 23) {
      text.delete(23, offset); // further digits than milliseconds
    }
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw wrong("has a linked_at that is no time of the calendar");
    }
  }

  /** Splits a line; a quote inside quotes is written twice. */
  private List<String> fields(String text) {
    List<String> fields = new ArrayList<>(4);
    StringBuilder field = new StringBuilder();
    int at = 0;
    while (true) {
      field.setLength(0);
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(text, at + 1, field);
      } else {
        int end = text.indexOf(',', at);
        end = end < 0 ? text.length() : end;
        field.append(text, at, end);
        at = end;
      }
      fields.add(field.toString());
      if (at == text.length()) {
        return fields;
      }
      if (text.charAt(at) != ',') {
        throw wrong("has text after a closing quote");
      }
      at++;
    }
  }

  private int quoted(String text, int from, StringBuilder field) {
    int at = from;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw wrong("has a quote that does not end");
      }
      field.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) != '"') {
        return at;
      }
      field.append('"');
      at++;
    }
  }

  private static String withoutMark(String header) {
    return header.startsWith("\ufeff") ? header.substring(1) : header;
  }

  private UnreadableReferenceData wrong(String what) {
    return new UnreadableReferenceData(file, "line " + line + " " + what);
  }
}

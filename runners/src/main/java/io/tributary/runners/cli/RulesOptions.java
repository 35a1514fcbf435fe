package io.tributary.runners.cli;

import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Privacy.ClientIp;
import io.tributary.schemas.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options for the settings that change rows. */
final class RulesOptions {

  @Option(
      names = "--session-gap",
      paramLabel = "DURATION",
      defaultValue = "PT30M",
      description = "Silence that ends a session. Default: ${DEFAULT-VALUE}.")
  Duration gap;

  @Option(
      names = "--max-out-of-order",
      paramLabel = "DURATION",
      defaultValue = "PT10M",
      description = "How far events may come out of their order. Default: ${DEFAULT-VALUE}.")
  Duration maxOutOfOrder;

  @Option(
      names = "--client-ip",
      paramLabel = "truncated|full|none",
      defaultValue = "truncated",
      description = "How much of an address is stored. Default: ${DEFAULT-VALUE} (/24, /48).")
  ClientIp clientIp;

  @Option(
      names = "--user-id-key",
      paramLabel = "FILE",
      description = "Store a keyed hash instead of user ids; the file holds the secret key.")
  Path userIdKey;

  @Option(
      names = "--schema-dialect",
      paramLabel = "DIALECT",
      defaultValue = "2020-12",
      description = "Dialect of schemas that name none we know. Default: ${DEFAULT-VALUE}.")
  String dialect;

  @Option(
      names = "--schema-formats",
      paramLabel = "annotated|asserted",
      defaultValue = "annotated",
      description =
          "Whether a schema's `format` can make an event invalid. Default: ${DEFAULT-VALUE}.")
  Formats formats;

  /** What they say. */
  Rules rules() throws IOException {
    Dialect parsed =
        Dialect.parse(dialect)
            .orElseThrow(
                () -> new IllegalArgumentException("--schema-dialect knows no " + dialect));
    return new Rules(
        gap, maxOutOfOrder, new Privacy(clientIp, readKey()), new SchemaSettings(parsed, formats));
  }

  private String readKey() throws IOException {
    if (userIdKey == null) {
      return "";
    }
    String key = Files.isReadable(userIdKey) ? Files.readString(userIdKey).strip() : "";
    if (key.length() < 16) {
      throw new IllegalArgumentException(
          "--user-id-key " + userIdKey + " must be a readable file with at least 16 characters");
    }
    return key;
  }
}

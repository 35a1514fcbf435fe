package io.tributary.io.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tributary.io.Shared;
import io.tributary.schemas.event.Device;
import io.tributary.transforms.enrich.UserAgents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * User agents by the rules of uap-core and a list of crawlers, both inside this jar; rules of one's
 * own can be named.
 *
 * <p>The rules and a bounded cache of answers are shared by all workers of a JVM. An agent is cut
 * to {@value #LONGEST} characters before it is asked for, since the time of some rules grows with
 * the square of the length.
 */
public final class UapUserAgents implements UserAgents.Source {

  private static final long serialVersionUID = 1L;

  static final int LONGEST = 2048;

  private static final String BUNDLED_VERSION = "uap-core 0.18.0";
  private static final int DEFAULT_CACHE = 10_000;

  /** A path, or null for the bundled rules; a string, since a Path is not serializable. */
  private final String file;

  private final int cached;

  private UapUserAgents(String file, int cached) {
    this.file = file;
    this.cached = cached;
  }

  /** The bundled rules: uap-core 0.18.0. */
  public static UapUserAgents bundled() {
    return new UapUserAgents(null, DEFAULT_CACHE);
  }

  /**
   * Other rules in the format of uap-core's regexes.yaml. Their version is the file's name with a
   * hash of its content.
   *
   * @throws IllegalArgumentException where the file cannot be read as such rules
   */
  public static UapUserAgents withRules(Path file) {
    load(file);
    return new UapUserAgents(file.toAbsolutePath().normalize().toString(), DEFAULT_CACHE);
  }

  /** The same rules with a cache of about so many agents of usual length, 10,000 by default. */
  public UapUserAgents withCache(int agents) {
    if (agents < 0) {
      throw new IllegalArgumentException("Cache must not be negative, was " + agents);
    }
    return new UapUserAgents(file, agents);
  }

  @Override
  public UserAgents open() {
    return new Lookup(Shared.use(new Key(file, cached)));
  }

  static DeviceRules loadBundled() {
    return new DeviceRules(UapRules.bundled(), Crawlers.bundled(), BUNDLED_VERSION);
  }

  private static DeviceRules load(Path file) {
    try {
      byte[] yaml = Files.readAllBytes(file);
      UapRules rules = UapRules.read(new ByteArrayInputStream(yaml));
      String version = file.getFileName() + " " + shortHash(yaml);
      return new DeviceRules(rules, Crawlers.bundled(), version);
    } catch (IOException | IllegalArgumentException e) {
      String why = e instanceof IOException ? "it cannot be opened" : e.getMessage();
      throw new IllegalArgumentException(
          "User agent rules "
              + file
              + " cannot be used, "
              + why
              + ": give a regexes.yaml of uap-core",
          e);
    }
  }

  private static String shortHash(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private record Key(String file, int cached) implements Shared.Key<Answers> {
    @Override
    public Answers open() {
      return new Answers(file == null ? loadBundled() : load(Path.of(file)), cached);
    }
  }

  /** The rules and the answers they gave of late. */
  private static final class Answers {

    /** A usual agent; strangers may send longer ones, and these count for more. */
    private static final int USUAL_LENGTH = 256;

    private final DeviceRules rules;
    private final Device unknown;
    private final Cache<String, Device> cache;

    Answers(DeviceRules rules, int cached) {
      this.rules = rules;
      this.unknown = rules.unknown();
      this.cache =
          Caffeine.newBuilder()
              .maximumWeight(cached)
              .weigher((String agent, Device device) -> 1 + agent.length() / USUAL_LENGTH)
              // On the caller's thread: its work is small, and there is no pool to look after.
              .executor(Runnable::run)
              .build();
    }

    Device of(String agent) {
      // Not get(agent, rules::parse), which would make a second thread wait in the cache's table.
      Device known = cache.getIfPresent(agent);
      if (known == null) {
        known = rules.parse(agent);
        cache.put(agent, known);
      }
      return known;
    }
  }

  /** Look-ups of one thread; events of a client come in a row, so the last answer is kept. */
  private static final class Lookup implements UserAgents {

    private final Shared<Answers> shared;
    private final Answers answers;
    private String lastAgent = "";
    private Device lastDevice;

    Lookup(Shared<Answers> shared) {
      this.shared = shared;
      this.answers = shared.value();
      this.lastDevice = answers.unknown;
    }

    @Override
    public Device parse(String userAgent) {
      if (userAgent == null) {
        return answers.unknown;
      }
      if (!userAgent.equals(lastAgent)) {
        lastDevice = device(userAgent);
        lastAgent = userAgent;
      }
      return lastDevice;
    }

    private Device device(String agent) {
      if (agent.isBlank()) {
        return answers.unknown;
      }
      return answers.of(agent.length() > LONGEST ? agent.substring(0, LONGEST) : agent);
    }

    @Override
    public void close() {
      shared.close();
    }
  }
}

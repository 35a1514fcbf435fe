package io.tributary.schemas.rules;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is stored of addresses and user ids. Look-ups see both as they came.
 *
 * @param clientIp how much of the address is kept
 * @param userIdKey secret of the keyed hash that takes the place of user ids; empty for plain ids
 */
public record Privacy(ClientIp clientIp, String userIdKey) implements Serializable {

  /** How much of an address is kept. */
  public enum ClientIp {
    TRUNCATED,
    FULL,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String ALGORITHM = "HmacSHA256";
  private static final int DIGEST_BYTES = 16;

  /** Truncated addresses, plain user ids. */
  public static Privacy defaults() {
    return new Privacy(ClientIp.TRUNCATED, "");
  }

  /** A name for the key that does not tell it: {@code none}, or a hash. */
  String keyName() {
    return userIdKey.isEmpty() ? "none" : hmac("tributary").substring(0, 16);
  }

  /** The user id as it is stored: itself, or the first 128 bits of HMAC-SHA-256 in hexadecimal. */
  public String storedUserId(String userId) {
    return userId == null || userIdKey.isEmpty() ? userId : hmac(userId);
  }

  /**
   * The address as it is stored: an IPv4 address without its last 8 bits, an IPv6 address without
   * its last 80; what is no address is not stored unless all is.
   */
  public String storedClientIp(String address) {
    if (address == null || clientIp == ClientIp.FULL) {
      return address;
    }
    if (clientIp == ClientIp.NONE) {
      return null;
    }
    byte[] bytes = IpLiteral.parse(address);
    if (bytes == null) {
      return null;
    }
    for (int i = bytes.length == 4 ? 3 : 6; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    try {
      return IpLiteral.format(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(userIdKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
    }
  }

  /** The key stays out of logs. */
  @Override
  public String toString() {
    return "Privacy[clientIp=" + clientIp + ", userIdKey=" + keyName() + "]";
  }
}

package io.tributary.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address that nobody listens on. They lie below the ports which systems hand
 * out to clients (Linux: from 32768): a process that is killed and started again at its old port
 * would else find it taken by some client's end of a connection, or by a client that met itself.
 */
final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int BOUND = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  static List<Integer> choose(int count) {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (int attempt = 0; attempt < ATTEMPTS && chosen.size() < count; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
      if (isFree(port)) {
        chosen.add(port);
      }
    }
    if (chosen.size() < count) {
      throw new IllegalStateException(
          "No " + count + " free ports between " + LOWEST + " and " + BOUND + " on 127.0.0.1");
    }
    return List.copyOf(chosen);
  }

  /** 127.0.0.1, also where the system's own loopback address is another. */
  static InetSocketAddress loopback(int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(loopback(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}

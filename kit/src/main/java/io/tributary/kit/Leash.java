package io.tributary.kit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The first main of every process of the kit: runs the real one, and ends the process when the one
 * which started it is gone, however that ended. The sign is the end of standard input: the pipe's
 * other side is closed by the system when its holder dies, even by SIGKILL.
 *
 * <p>A shutdown hook in the starter would not run on SIGKILL, and Linux's parent-death signal fires
 * when the starting thread ends, which may be long before its process.
 */
final class Leash {

  private Leash() {}

  /** Takes the real main class and its arguments. */
  public static void main(String[] arguments) throws Throwable {
    Thread leash = new Thread(Leash::holdUntilReleased, "leash");
    leash.setDaemon(true);
    leash.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  private static void holdUntilReleased() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes here; whatever comes is not the end.
      }
    } catch (IOException closed) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(143);
  }
}

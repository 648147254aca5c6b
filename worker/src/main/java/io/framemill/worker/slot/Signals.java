package io.framemill.worker.slot;

import java.lang.reflect.Proxy;

/**
 * Handles termination signals of this process.
 *
 * <p>Uses {@code sun.misc.Signal} by reflection: it is the JDK's only API for signals, exported by
 * {@code jdk.unsupported}, but the compiler warns about each use of it.
 */
public final class Signals {
  private static final String HANDLER = "sun.misc.SignalHandler";

  private Signals() {}

  /**
   * Ignores a signal.
   *
   * @param name without {@code SIG}, such as {@code INT}
   */
  public static void ignore(String name) {
    try {
      install(name, Class.forName(HANDLER).getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java has no " + HANDLER, e);
    }
  }

  /**
   * Calls an action on each arrival of a signal, on its own thread, instead of ending the process.
   *
   * @param name without {@code SIG}, such as {@code TERM}
   */
  public static void handle(String name, Runnable action) {
    try {
      Class<?> type = Class.forName(HANDLER);
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      install(name, handler);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("This Java has no " + HANDLER, e);
    }
  }

  private static void install(String name, Object handler) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Object signal = type.getConstructor(String.class).newInstance(name);
      type.getMethod("handle", type, Class.forName(HANDLER)).invoke(null, signal, handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot set what happens on SIG" + name, e);
    }
  }
}

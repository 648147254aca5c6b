package io.framemill.controller.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** A store of which every second commit is stored, and reported as a failure. */
public final class DoubtfulCommits {
  private final AtomicInteger commits = new AtomicInteger();

  public JobStore open(Path file) {
    JobStore.open(file).close();
    Jdbi jdbi = Jdbi.create(() -> doubtful(DriverManager.getConnection("jdbc:sqlite:" + file)));
    return JobStore.of(file.toString(), jdbi.open(), true, () -> {});
  }

  /** How many commits were reported as failures. */
  public int count() {
    return (commits.get() + 1) / 2;
  }

  private Connection doubtful(Connection sqlite) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(sqlite, arguments);
                if (method.getName().equals("commit") && commits.incrementAndGet() % 2 == 1) {
                  throw new SQLException("The connection died before the answer", "08006");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

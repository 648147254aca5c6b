package io.framemill.controller.store.database;

import io.framemill.protocol.Release;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The row that identifies the state, with the release of Framemill that opened it last. */
public final class StateInfo {
  private StateInfo() {}

  /** This program's release, such as {@code 0.1.0}. */
  static void sign(Handle handle) {
    handle
        .createUpdate(
            """
            insert into state_info (id, identity, release) values (1, :identity, :release)
            on conflict (id) do update set release = excluded.release
                where state_info.release <> excluded.release
            """)
        .bind("identity", UUID.randomUUID().toString())
        .bind("release", Release.version())
        .execute();
  }

  /** The identity of the state. */
  public static String identity(Handle handle) {
    return handle.createQuery("select identity from state_info").mapTo(String.class).one();
  }

  /** The release that opened the state last. */
  public static String lastRelease(Handle handle) {
    return handle.createQuery("select release from state_info").mapTo(String.class).one();
  }
}

package io.framemill.controller.store.database;

import io.framemill.protocol.Release;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The row that says which state this is, and which release of Framemill wrote it last. */
public final class StateInfo {
  private StateInfo() {}

  /** Says that this release has opened the state; gives a new one its identity. */
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

  /** The identity of a state that was signed. */
  public static String identity(Handle handle) {
    return handle.createQuery("select identity from state_info").mapTo(String.class).one();
  }

  /** Which release opened it last. */
  public static String lastRelease(Handle handle) {
    return handle.createQuery("select release from state_info").mapTo(String.class).one();
  }
}

package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Maps rows to records and back. Media, profiles, tasks and results are stored in the JSON form of
 * the messages.
 */
record Rows(MessageCodec codec) {
  private static final String SAVE_JOB =
      """
      insert into job (id, name, source, output, profile, priority, state, failure, created_millis, ended_millis,
          first_attempt, media, summary)
      values (:id, :name, :source, :output, :profile, :priority, :state, :failure, :created, :ended, :first, :media,
          :summary)
      on conflict (id) do update set state = excluded.state, failure = excluded.failure,
          ended_millis = excluded.ended_millis, first_attempt = excluded.first_attempt, media = excluded.media,
          summary = excluded.summary
      """;

  private static final String ADD_TASK =
      """
      insert into task (job_id, name, position, same_as, payload, cost_seconds, media_millis, state, attempt, failures, losses,
          published, not_before_millis, worker, started_millis, ended_millis, result, copy)
      values (:job, :name, :position, :sameAs, :payload, :cost, :media, :state, :attempt, :failures, :losses, :published,
          :notBefore, :worker, :started, :ended, :result, :copy)
      on conflict (job_id, name) do update set same_as = excluded.same_as, payload = excluded.payload,
          cost_seconds = excluded.cost_seconds,
          state = excluded.state, attempt = excluded.attempt, failures = excluded.failures, losses = excluded.losses,
          published = excluded.published, not_before_millis = excluded.not_before_millis, worker = excluded.worker,
          started_millis = excluded.started_millis, ended_millis = excluded.ended_millis, result = excluded.result,
          copy = excluded.copy
      """;

  private static final String UPDATE_TASK =
      """
      update task set state = :state, attempt = :attempt, failures = :failures, losses = :losses,
          published = :published, not_before_millis = :notBefore, worker = :worker,
          started_millis = :started, ended_millis = :ended, result = :result, copy = :copy
      where job_id = :job and name = :name
      """;

  private static final String APPEND_EVENT =
      """
      insert into event (job_id, sequence, at_millis, kind, actor, task, attempt, message)
      values (:job, :sequence, :at, :kind, :actor, :task, :attempt, :message)
      """;

  private static final String BURY =
      """
      insert into dead_letter (number, message_id, at_millis, reason, bytes, body)
      select coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from dead_letter
      """;

  private static final Comparator<StoredTask> BY_POSITION =
      Comparator.comparingInt(StoredTask::position);

  void saveJobs(Handle handle, Collection<StoredJob> jobs) {
    PreparedBatch batch = handle.prepareBatch(SAVE_JOB);
    for (StoredJob job : jobs) {
      batch
          .bind("id", job.id().value())
          .bind("name", text(job.name()))
          .bind("source", text(job.source()))
          .bind("output", job.output())
          .bind("profile", json(job.profile()))
          .bind("priority", job.priority())
          .bind("state", job.state().name())
          .bind("failure", text(job.failure()))
          .bind("created", job.createdMillis())
          .bind("ended", job.endedMillis())
          .bind("first", job.firstAttempt())
          .bind("media", jsonOrNull(job.media()))
          .bind("summary", jsonOrNull(job.summary()))
          .add();
    }
    batch.execute();
  }

  void addTasks(Handle handle, Collection<StoredTask> tasks) {
    PreparedBatch batch = handle.prepareBatch(ADD_TASK);
    Map<Task, String> wholes = new HashMap<>();
    for (StoredTask task : tasks.stream().sorted(BY_POSITION).toList()) {
      String whole =
          task.task() instanceof EncodeVideo video
              ? wholes.putIfAbsent(ChunkRow.common(video), task.name())
              : null;
      bindChanging(batch, task)
          .bind("position", task.position())
          .bind("sameAs", whole)
          .bind("payload", json(whole == null ? task.task() : ChunkRow.of(task.task())))
          .bind("cost", task.costSeconds())
          .bind("media", task.mediaMillis())
          .add();
    }
    batch.execute();
  }

  void updateTasks(Handle handle, Collection<StoredTask> tasks) {
    PreparedBatch batch = handle.prepareBatch(UPDATE_TASK);
    for (StoredTask task : tasks) {
      bindChanging(batch, task).add();
    }
    int[] updated = batch.execute();
    if (IntStream.of(updated).anyMatch(rows -> rows != 1)) {
      throw new IllegalStateException("An update of a task that was never added");
    }
  }

  private PreparedBatch bindChanging(PreparedBatch batch, StoredTask task) {
    AttemptColumns state = AttemptColumns.of(task.state());
    SpeculativeAttempt copy = task.copy();
    return batch
        .bind("job", task.attempt().job().value())
        .bind("name", task.name())
        .bind("state", state.state())
        .bind("attempt", task.attempt().number())
        .bind("failures", task.failures())
        .bind("losses", task.losses())
        .bind("published", state.published() ? 1 : 0)
        .bind("notBefore", task.notBeforeMillis())
        .bind("worker", text(task.worker()))
        .bind("started", task.startedMillis())
        .bind("ended", task.endedMillis())
        .bind("result", jsonOrNull(task.result()))
        .bind("copy", jsonOrNull(copy == null ? null : AttemptColumns.Copy.of(copy)));
  }

  void append(Handle handle, Collection<StoredEvent> events) {
    PreparedBatch batch = handle.prepareBatch(APPEND_EVENT);
    for (StoredEvent event : events) {
      batch
          .bind("job", event.job().value())
          .bind("sequence", event.sequence())
          .bind("at", event.atMillis())
          .bind("kind", event.kind().name())
          .bind("actor", text(event.actor()))
          .bind("task", event.attempt() == null ? null : event.attempt().task())
          .bind("attempt", event.attempt() == null ? null : event.attempt().number())
          .bind("message", text(event.message()))
          .add();
    }
    batch.execute();
  }

  void bury(Handle handle, Collection<DeadLetter> letters) {
    for (DeadLetter letter : letters) {
      handle.execute(
          BURY,
          text(letter.messageId()),
          letter.atMillis(),
          text(letter.reason()),
          letter.bytes(),
          Base64.getEncoder().encodeToString(letter.body()));
    }
    if (!letters.isEmpty()) {
      handle.execute(
          "delete from dead_letter where number <= (select max(number) from dead_letter) - ?",
          DeadLetter.MAX_KEPT);
    }
  }

  void saveKeys(Handle handle, Collection<StoredKey> keys) {
    for (StoredKey key : keys) {
      handle.execute(
          "insert into idempotency_key (name, job_id, request) values (?, ?, ?)",
          key.name(),
          key.job().value(),
          key.request());
    }
  }

  /** Deletes jobs to which no other row refers. */
  void deleteJobs(Handle handle, Collection<JobId> jobs) {
    for (JobId job : jobs) {
      for (String table : List.of("event", "task", "idempotency_key")) {
        handle.execute("delete from " + table + " where job_id = ?", job.value());
      }
      handle.execute("delete from job where id = ?", job.value());
    }
  }

  StoredKey key(ResultSet row, StatementContext context) throws SQLException {
    return new StoredKey(
        row.getString("name"), new JobId(row.getString("job_id")), row.getString("request"));
  }

  DeadLetter letter(ResultSet row, StatementContext context) throws SQLException {
    return new DeadLetter(
        row.getString("message_id"),
        row.getLong("at_millis"),
        row.getString("reason"),
        row.getInt("bytes"),
        Base64.getDecoder().decode(row.getString("body")));
  }

  StoredJob job(ResultSet row, StatementContext context) throws SQLException {
    return new StoredJob(
        new JobId(row.getString("id")),
        row.getString("name"),
        row.getString("source"),
        row.getString("output"),
        read(row.getString("profile"), Profile.class),
        row.getInt("priority"),
        JobState.valueOf(row.getString("state")),
        row.getString("failure"),
        row.getLong("created_millis"),
        longOrNull(row, "ended_millis"),
        row.getInt("first_attempt"),
        readOrNull(row.getString("media"), MediaInfo.class),
        readOrNull(row.getString("summary"), JobSummary.class));
  }

  /**
   * @param shared interner of all tasks of the job
   */
  StoredTask task(ResultSet row, TaskInterner shared) throws SQLException {
    String result = row.getString("result");
    String copy = row.getString("copy");
    AttemptColumns state = new AttemptColumns(row.getString("state"), row.getInt("published") == 1);
    JobId job = shared.of(new JobId(row.getString("job_id")));
    Attempt attempt = new Attempt(job, row.getString("name"), row.getInt("attempt"));
    String worker = row.getString("worker");
    return new StoredTask(
        work(row, shared).withAttempt(attempt),
        row.getInt("position"),
        row.getDouble("cost_seconds"),
        row.getLong("media_millis"),
        row.getInt("failures"),
        row.getInt("losses"),
        new StoredTask.CurrentAttempt(
            state.toState(),
            row.getLong("not_before_millis"),
            worker == null ? null : shared.of(worker),
            longOrNull(row, "started_millis"),
            longOrNull(row, "ended_millis"),
            result == null ? null : shared.result(read(result, TaskResult.class))),
        copy == null ? null : read(copy, AttemptColumns.Copy.class).toAttempt());
  }

  /** The work, numbered as the attempt that was planned or as another. */
  private Task work(ResultSet row, TaskInterner shared) throws SQLException {
    String payload = row.getString("payload");
    String sameAs = row.getString("same_as");
    if (sameAs == null) {
      return shared.task(read(payload, Task.class));
    }
    EncodeVideo whole = shared.chunk(sameAs);
    if (whole == null) {
      throw new SQLDataException("There is no " + sameAs + " that a task is the same as");
    }
    return read(payload, ChunkRow.class).toTask(whole);
  }

  StoredEvent event(ResultSet row, StatementContext context) throws SQLException {
    JobId job = new JobId(row.getString("job_id"));
    String task = row.getString("task");
    return new StoredEvent(
        job,
        row.getLong("sequence"),
        row.getLong("at_millis"),
        JobEvent.Kind.valueOf(row.getString("kind")),
        row.getString("actor"),
        task == null ? null : new Attempt(job, task, row.getInt("attempt")),
        row.getString("message"));
  }

  private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /** Removes NUL, which PostgreSQL does not store and a message from outside may contain. */
  private static @Nullable String text(@Nullable String value) {
    return value == null ? null : value.replace('\0', '\uFFFD');
  }

  private String json(Object value) {
    return new String(codec.encode(value), StandardCharsets.UTF_8);
  }

  private @Nullable String jsonOrNull(@Nullable Object value) {
    return value == null ? null : json(value);
  }

  private <T> @Nullable T readOrNull(@Nullable String json, Class<T> type) throws SQLException {
    return json == null ? null : read(json, type);
  }

  private <T> T read(String json, Class<T> type) throws SQLException {
    try {
      return codec.decode(json.getBytes(StandardCharsets.UTF_8), type);
    } catch (MalformedMessageException e) {
      throw new SQLDataException("a row cannot be read: " + e.getMessage(), e);
    }
  }
}

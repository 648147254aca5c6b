package io.framemill.cli.view;

import io.framemill.cli.console.ReadableUnits;
import io.framemill.cli.console.Table;
import io.framemill.protocol.JobStatus;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Jobs as text for people. */
public record JobTable(ZoneId zone) {
  /** A line for each job, below a line of headings. */
  public String list(List<JobStatus> jobs) {
    Table table = new Table("JOB", "STATE", "DONE", "ETA", "PROFILE", "SUBMITTED", "FILE");
    for (JobStatus job : jobs) {
      table.row(
          job.job().value(),
          state(job),
          ReadableUnits.percent(job.percent()),
          eta(job),
          job.profile(),
          time(job.createdEpochMillis()),
          job.name());
    }
    return table.toString();
  }

  /** All that is known of one job. */
  public String details(JobStatus job) {
    Table table = new Table();
    table.row("Job", job.job().value());
    table.row("File", job.name());
    table.row("Profile", job.profile());
    table.row("State", state(job));
    if (job.failure() != null) {
      table.row("Reason", job.failure());
    }
    table.row("Done", progress(job));
    table.row("Tasks", job.tasksDone() + " of " + job.tasks());
    table.row("Priority", String.valueOf(job.priority()));
    table.row("Submitted", time(job.createdEpochMillis()));
    Long ended = job.endedEpochMillis();
    if (ended != null) {
      table.row(
          "Ended",
          time(ended) + ", after " + ReadableUnits.clock(ended - job.createdEpochMillis()));
    }
    table.row("Output", job.output());
    return table.toString();
  }

  private static String progress(JobStatus job) {
    return job.state().isEnd()
        ? ReadableUnits.percent(job.percent())
            + (job.frames() == 0 ? "" : ", " + job.frames() + " frames")
        : PlainView.progress(job);
  }

  public static String state(JobStatus job) {
    return job.state().name().toLowerCase(Locale.ROOT);
  }

  private static String eta(JobStatus job) {
    Long eta = job.etaMillis();
    return eta == null ? "-" : ReadableUnits.clock(eta);
  }

  private String time(long epochMillis) {
    return ReadableUnits.time(epochMillis, zone);
  }
}

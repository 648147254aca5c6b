package io.framemill.cli.option;

import io.framemill.protocol.JobId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which job a command is about. */
public final class JobArgument {
  @Parameters(
      paramLabel = "JOB",
      converter = Reader.class,
      description = "Job id, as printed by submit and list.")
  private JobId job;

  public JobId id() {
    return job;
  }

  /** Reads a job's id. */
  static final class Reader implements ITypeConverter<JobId> {
    @Override
    public JobId convert(String value) {
      try {
        return new JobId(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}

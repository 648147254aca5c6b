package io.framemill.controller.api;

/** No job has that id. */
public final class NoSuchJobException extends JobException {
  /**
   * @param job the requested id, in any form
   */
  public NoSuchJobException(String job) {
    this("No such job: ", job);
  }

  private NoSuchJobException(String prefix, String job) {
    super(prefix + job);
  }

  /** One with the message of another, which came over the network. */
  public static NoSuchJobException withMessage(String message) {
    return new NoSuchJobException("", message);
  }
}

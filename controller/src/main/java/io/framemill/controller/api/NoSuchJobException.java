package io.framemill.controller.api;

/** There is no job of that id. */
public final class NoSuchJobException extends JobException {
  /**
   * @param job the id that was asked for, in any form
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

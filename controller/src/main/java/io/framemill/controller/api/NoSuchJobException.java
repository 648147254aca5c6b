package io.framemill.controller.api;

/** There is no job of that id. */
public final class NoSuchJobException extends RuntimeException {
  /**
   * @param job the id that was asked for, in any form
   */
  public NoSuchJobException(String job) {
    super("No such job: " + job);
  }
}

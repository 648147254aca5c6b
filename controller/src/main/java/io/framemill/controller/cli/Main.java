package io.framemill.controller.cli;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println("Not yet");
  }
}

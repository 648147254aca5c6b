package io.framemill.worker.process;

/** Commands that start other programs in place of a slot, with the class path of the tests. */
public final class SlotCommands {
  private SlotCommands() {}

  public static SlotCommand running(Class<?> program) {
    return running(program.getName());
  }

  static SlotCommand running(String mainClass) {
    SlotCommand ours = SlotCommand.ofThisJvm();
    return new SlotCommand(ours.java(), ours.classPath(), mainClass, ours.classArchive());
  }
}

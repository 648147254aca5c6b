package io.framemill.worker.media.failure;

/**
 * Hears how far a task is; called from the thread that runs the task, often: also while it only
 * reads or decodes towards its first output, so that silence means that it hangs.
 */
@FunctionalInterface
public interface MediaProgress {
  /**
   * Some more is done, or still the same.
   *
   * @param frames pictures encoded so far in each rendition; 0 for sound
   * @param mediaMillis programme time encoded so far in this task
   */
  void encoded(long frames, long mediaMillis);
}

package io.framemill.worker.media.failure;

/**
 * Listener for the progress of a task. Called often from the task's thread, even while it only
 * reads or decodes before its first output, so that silence means that it hangs.
 */
@FunctionalInterface
public interface MediaProgress {
  /**
   * Reports progress, or a sign of life with unchanged values.
   *
   * @param frames pictures encoded so far in each rendition; 0 for sound
   * @param mediaMillis programme time encoded so far in this task
   */
  void encoded(long frames, long mediaMillis);
}

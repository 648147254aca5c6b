package io.framemill.controller.store;

/**
 * Summary of the tasks of a job that has ended, for use without reading the tasks.
 *
 * @param planned whether its source was inspected, so that it may have output
 * @param lastAttempt the highest attempt number of any task
 * @param tasks planned
 * @param tasksDone of these
 * @param frames pictures encoded
 * @param totalFrames pictures expected; 0 if unknown or without video
 * @param percent 0 to 100
 */
public record JobSummary(
    boolean planned,
    int lastAttempt,
    int tasks,
    int tasksDone,
    long frames,
    long totalFrames,
    double percent) {}

package io.framemill.controller.account;

import java.util.List;

/**
 * What one stream contains and how much of it reached the output. Once all of its tasks are done,
 * {@code inspected} equals {@code made} plus the amounts of all differences except {@link
 * StreamLoss.Reason#DECODED_IN_PART} and {@link StreamLoss.Reason#DROPPED_BY_EDIT_LIST}, unless a
 * decoder gives more than the packets announce.
 *
 * @param stream its index in the container
 * @param kind {@code video}, {@code audio} or {@code subtitle}
 * @param codec libavcodec's name
 * @param unit unit of all amounts
 * @param inspected the amount by its packets
 * @param made the amount that was decoded and presented
 * @param held pictures that repeat the last one until the end
 */
public record StreamAccount(
    int stream,
    String kind,
    String codec,
    Unit unit,
    long inspected,
    long made,
    long held,
    List<StreamLoss> differences) {
  /** Unit of the amounts of an account. */
  public enum Unit {
    PICTURES,
    MILLISECONDS,
    PACKETS
  }

  public StreamAccount {
    differences = List.copyOf(differences);
  }
}

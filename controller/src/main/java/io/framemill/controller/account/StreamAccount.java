package io.framemill.controller.account;

import java.util.List;

/**
 * What is in one stream and what became of it. Once all of its tasks are done, {@code inspected} is
 * {@code made} and the amounts of all differences but {@link StreamLoss.Reason#DECODED_IN_PART} and
 * {@link StreamLoss.Reason#DROPPED_BY_EDIT_LIST}, unless a decoder gives more than the packets
 * said.
 *
 * @param stream its index in the container
 * @param kind {@code video}, {@code audio} or {@code subtitle}
 * @param codec libavcodec's name
 * @param unit what all amounts count
 * @param inspected how much there is by its packets
 * @param made how much of it was decoded and shown or heard
 * @param held pictures that were added to hold the last one until the end
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
  /** What the amounts of an account count. */
  public enum Unit {
    PICTURES,
    MILLISECONDS,
    PACKETS
  }

  public StreamAccount {
    differences = List.copyOf(differences);
  }
}

package io.framemill.controller.account;

/**
 * A part of a stream that did not come out as it was, and why.
 *
 * @param reason why
 * @param amount how much, in the unit of the stream's account
 * @param isLoss whether something of the programme is missing that was not asked to be left out
 * @param message for people, without a full stop
 */
public record StreamLoss(Reason reason, long amount, boolean isLoss, String message) {
  /** Why a part of a stream did not come out as it was. */
  public enum Reason {
    /** The recording begins between two key frames. */
    BEFORE_FIRST_KEY_FRAME,
    /** It could not be decoded. */
    NOT_DECODED,
    /** It came out, but not whole. */
    DECODED_IN_PART,
    /** Its time is not later than that of what comes before it. */
    TIME_NOT_LATER,
    /** The container tells players not to show it. */
    DROPPED_BY_EDIT_LIST,
    /** It lies before the programme begins. */
    BEFORE_PROGRAMME,
    /** It lies behind the end of the programme. */
    AFTER_PROGRAMME,
    /** The source shows it for no time. */
    WITHOUT_DURATION,
    /** The file ends too early, or says that it should be longer. */
    CUT_SHORT,
    /** Places that cannot be read. */
    UNREADABLE,
    /** The whole stream is not carried over. */
    STREAM_LEFT_OUT
  }
}

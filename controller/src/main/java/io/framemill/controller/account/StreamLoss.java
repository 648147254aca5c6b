package io.framemill.controller.account;

/**
 * A part of a stream that did not reach the output unchanged, and the reason.
 *
 * @param reason why
 * @param amount how much, in the unit of the stream's account
 * @param isLoss whether a part of the programme is missing that the profile did not exclude
 * @param message for users, without a full stop
 */
public record StreamLoss(Reason reason, long amount, boolean isLoss, String message) {
  /** Why a part of a stream did not reach the output unchanged. */
  public enum Reason {
    /** The recording starts between two key frames. */
    BEFORE_FIRST_KEY_FRAME,
    /** It could not be decoded. */
    NOT_DECODED,
    /** It was decoded in part. */
    DECODED_IN_PART,
    /** Its timestamp is not later than the previous one. */
    TIME_NOT_LATER,
    /** The container's edit list excludes it. */
    DROPPED_BY_EDIT_LIST,
    /** It lies before the start of the programme. */
    BEFORE_PROGRAMME,
    /** It lies after the end of the programme. */
    AFTER_PROGRAMME,
    /** Its duration in the source is zero. */
    WITHOUT_DURATION,
    /** The file is truncated: it ends before the announced length. */
    CUT_SHORT,
    /** Some ranges of the file cannot be read. */
    UNREADABLE,
    /** The whole stream is not transcoded. */
    STREAM_LEFT_OUT
  }
}

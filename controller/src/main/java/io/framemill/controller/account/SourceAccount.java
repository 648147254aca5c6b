package io.framemill.controller.account;

import io.framemill.controller.account.StreamAccount.Unit;
import io.framemill.controller.account.StreamLoss.Reason;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.LeftOut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a source contains and how much of it reached the output.
 *
 * @param source what concerns the file as a whole
 * @param streams the streams that are transcoded
 * @param leftOut the streams that are not
 */
public record SourceAccount(
    List<StreamLoss> source, List<StreamAccount> streams, List<StreamLoss> leftOut) {
  public SourceAccount {
    source = List.copyOf(source);
    streams = List.copyOf(streams);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A task of the job.
   *
   * @param result null until it is done
   */
  public record Work(Task task, @Nullable TaskResult result) {}

  /**
   * Builds the account.
   *
   * @param chosenAway supported streams that were not selected, in addition to those that {@code
   *     media} left out
   * @param works all tasks of the job; work that is not done yet is not counted
   */
  public static SourceAccount of(
      MediaInfo media, List<LeftOut> chosenAway, Collection<Work> works) {
    return new SourceAccount(
        ofFile(media),
        Stream.of(
                PictureAccount.of(media, works).stream(),
                SoundAccount.of(media, works).stream(),
                TextAccount.of(media, works).stream())
            .flatMap(account -> account)
            .toList(),
        Stream.concat(media.leftOut().stream(), chosenAway.stream())
            .map(
                stream ->
                    new StreamLoss(
                        Reason.STREAM_LEFT_OUT,
                        1,
                        stream.isLoss(),
                        "Left out: " + stream.describe()))
            .toList());
  }

  /**
   * The losses of one task, as far as it alone can tell.
   *
   * @return a sentence for each, without a full stop
   */
  public static List<String> lossesOf(MediaInfo media, Work work) {
    List<StreamAccount> accounts =
        work.result() instanceof TaskResult.VideoEncoded video
            ? List.of(PictureAccount.ofChunk(media, (EncodeVideo) work.task(), video))
            : of(media, List.of(), List.of(work)).streams();
    return accounts.stream()
        .flatMap(account -> account.differences().stream())
        .filter(StreamLoss::isLoss)
        .map(StreamLoss::message)
        .distinct()
        .toList();
  }

  private static List<StreamLoss> ofFile(MediaInfo media) {
    List<StreamLoss> differences = new ArrayList<>();
    if (media.readErrors() > 0) {
      differences.add(
          new StreamLoss(
              Reason.UNREADABLE,
              media.readErrors(),
              true,
              String.format(
                  Locale.ROOT,
                  "The source is damaged or cut short: at %d place%s it cannot be read on, or its"
                      + " time goes back",
                  media.readErrors(),
                  media.readErrors() == 1 ? "" : "s")));
    }
    if (media.cutMillis() > 0) {
      differences.add(
          new StreamLoss(
              Reason.CUT_SHORT,
              media.cutMillis(),
              true,
              String.format(
                  Locale.ROOT,
                  "The source is cut short: %.1f s of what its index or header promises are"
                      + " missing",
                  media.cutMillis() / 1000.0)));
    }
    return differences;
  }

  /** All losses, one sentence each, without a full stop. */
  public List<String> losses() {
    return differences().filter(StreamLoss::isLoss).map(StreamLoss::message).distinct().toList();
  }

  /** Differences that are not losses, one sentence each, without a full stop. */
  public List<String> notes() {
    return differences().filter(item -> !item.isLoss()).map(StreamLoss::message).toList();
  }

  /** Losses that an earlier account did not have. */
  public Set<String> lossesSince(SourceAccount earlier) {
    Set<String> news = new LinkedHashSet<>(losses());
    news.removeAll(Set.copyOf(earlier.losses()));
    return news;
  }

  /**
   * Whether more of the pictures, or of the sound if there are none, could not be decoded than is
   * allowed.
   *
   * @param maxPercent 0 to 100
   * @return the message, without a full stop; empty if not
   */
  public Optional<String> tooMuchDamage(int maxPercent) {
    boolean hasPicture = streams.stream().anyMatch(stream -> stream.unit() == Unit.PICTURES);
    Unit unit = hasPicture ? Unit.PICTURES : Unit.MILLISECONDS;
    long inspected = sum(unit, StreamAccount::inspected);
    long damaged = sum(unit, SourceAccount::damaged);
    return 100 * damaged <= maxPercent * inspected
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%d %% of its %s could not be decoded, or only in part; the limit is %d %%"
                    + " (maxDamage in the profile)",
                100 * damaged / inspected,
                hasPicture ? "pictures" : "sound",
                maxPercent));
  }

  private long sum(Unit unit, ToLongFunction<StreamAccount> amount) {
    return streams.stream().filter(stream -> stream.unit() == unit).mapToLong(amount).sum();
  }

  /** Capped at the number of pictures: one picture may span several damaged packets. */
  private static long damaged(StreamAccount stream) {
    long damaged =
        stream.differences().stream()
            .filter(
                item ->
                    item.reason() == Reason.NOT_DECODED || item.reason() == Reason.DECODED_IN_PART)
            .mapToLong(StreamLoss::amount)
            .sum();
    return Math.min(stream.inspected(), damaged);
  }

  private Stream<StreamLoss> differences() {
    return Stream.of(
            source.stream(),
            streams.stream().flatMap(stream -> stream.differences().stream()),
            leftOut.stream())
        .flatMap(differences -> differences);
  }
}

package io.framemill.controller.job;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What could not be decoded, or only in part.
 *
 * @param frames pictures
 * @param soundPackets packets of sound
 */
record Damage(long frames, long soundPackets) {
  private static final Damage NONE = new Damage(0, 0);

  /** The damage that one task met. */
  static Damage of(TaskResult result) {
    return result.fold(
        inspected -> NONE,
        video -> new Damage(video.damagedFrames(), 0),
        audio -> new Damage(0, audio.damagedPackets()),
        muxed -> NONE,
        subtitles -> NONE,
        thumbnails -> NONE);
  }

  /** The damage that all tasks met so far; a track that several tasks decode counts once. */
  static Damage of(Collection<StoredTask> tasks) {
    long frames = 0;
    Map<Integer, Long> packetsByStream = new HashMap<>();
    for (StoredTask task : tasks) {
      TaskResult result = task.result();
      Damage damage = result == null ? NONE : of(result);
      frames += damage.frames;
      if (task.task() instanceof Task.EncodeAudio audio) {
        packetsByStream.merge(audio.streamIndex(), damage.soundPackets, Math::max);
      }
    }
    return new Damage(frames, packetsByStream.values().stream().mapToLong(Long::longValue).sum());
  }

  /** A line for each kind of damage, without a full stop; none if there is none. */
  Stream<String> describe() {
    return Stream.concat(
        frames > 0 ? Stream.of(Wording.damage(frames)) : Stream.empty(),
        soundPackets > 0 ? Stream.of(Wording.damagedSound(soundPackets)) : Stream.empty());
  }
}

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
 * @param texts packets of subtitles
 */
record Damage(long frames, long soundPackets, long texts) {
  private static final Damage NONE = new Damage(0, 0, 0);

  /** The damage that one task met. */
  static Damage of(TaskResult result) {
    return result.fold(
        inspected -> NONE,
        video -> new Damage(video.frames().damaged(), 0, 0),
        audio -> new Damage(0, audio.sound().damagedPackets(), 0),
        muxed -> NONE,
        subtitles -> new Damage(0, 0, subtitles.damagedPackets()),
        thumbnails -> NONE);
  }

  /**
   * The damage that all tasks met so far; what several tasks decode, a track or a chunk, counts
   * once.
   */
  static Damage of(Collection<StoredTask> tasks) {
    long texts = 0;
    Map<Integer, Long> framesByChunk = new HashMap<>();
    Map<Integer, Long> packetsByStream = new HashMap<>();
    for (StoredTask task : tasks) {
      TaskResult result = task.result();
      Damage damage = result == null ? NONE : of(result);
      texts += damage.texts;
      if (task.task() instanceof Task.EncodeAudio audio) {
        packetsByStream.merge(audio.streamIndex(), damage.soundPackets, Math::max);
      }
      if (task.task() instanceof Task.EncodeVideo video) {
        framesByChunk.merge(video.firstSegment(), damage.frames, Math::max);
      }
    }
    long frames = framesByChunk.values().stream().mapToLong(Long::longValue).sum();
    long sound = packetsByStream.values().stream().mapToLong(Long::longValue).sum();
    return new Damage(frames, sound, texts);
  }

  /** A line for each kind of damage, without a full stop; none if there is none. */
  Stream<String> describe() {
    return Stream.of(
            frames > 0 ? Wording.damage(frames) : "",
            soundPackets > 0 ? Wording.damagedSound(soundPackets) : "",
            texts > 0 ? Wording.damagedTexts(texts) : "")
        .filter(line -> !line.isEmpty());
  }
}

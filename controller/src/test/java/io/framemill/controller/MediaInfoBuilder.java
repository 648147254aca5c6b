package io.framemill.controller;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SourceStamp;
import java.util.List;

/** Builds inspected sources; unless a test says otherwise, undamaged and without streams. */
public final class MediaInfoBuilder {
  private final String format;
  private SourceStamp stamp = new SourceStamp(1, 0);
  private boolean seekByBytes;
  private List<VideoStream> video = List.of();
  private List<AudioStream> audio = List.of();
  private List<SubtitleStream> subtitles = List.of();
  private long readErrors;
  private long cutMillis;
  private List<MediaInfo.LeftOut> leftOut = List.of();

  private MediaInfoBuilder(String format) {
    this.format = format;
  }

  public static MediaInfoBuilder aSource(String format) {
    return new MediaInfoBuilder(format);
  }

  public static MediaInfoBuilder like(MediaInfo media) {
    MediaInfoBuilder builder = new MediaInfoBuilder(media.format());
    builder.stamp = media.stamp();
    builder.seekByBytes = media.seekByBytes();
    builder.video = media.video();
    builder.audio = media.audio();
    builder.subtitles = media.subtitles();
    builder.readErrors = media.readErrors();
    builder.cutMillis = media.cutMillis();
    builder.leftOut = media.leftOut();
    return builder;
  }

  public MediaInfoBuilder stamp(SourceStamp value) {
    stamp = value;
    return this;
  }

  public MediaInfoBuilder seekByBytes() {
    seekByBytes = true;
    return this;
  }

  public MediaInfoBuilder video(List<VideoStream> value) {
    video = value;
    return this;
  }

  public MediaInfoBuilder audio(List<AudioStream> value) {
    audio = value;
    return this;
  }

  public MediaInfoBuilder subtitles(List<SubtitleStream> value) {
    subtitles = value;
    return this;
  }

  public MediaInfoBuilder readErrors(long value) {
    readErrors = value;
    return this;
  }

  public MediaInfoBuilder cutMillis(long value) {
    cutMillis = value;
    return this;
  }

  public MediaInfoBuilder leftOut(MediaInfo.LeftOut... streams) {
    leftOut = List.of(streams);
    return this;
  }

  public MediaInfo build() {
    return new MediaInfo(
        format, stamp, seekByBytes, video, audio, subtitles, readErrors, cutMillis, leftOut);
  }
}

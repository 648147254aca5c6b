package io.framemill.controller;

import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.Packaging;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds profiles; unless a test says otherwise, with stereo AAC, subtitles and segments of 4 s.
 */
public final class ProfileBuilder {
  private final String name;
  private final String description;
  private final List<VideoEncode> encodes;
  private List<AudioEncode> audio = List.of(new AudioEncode(AudioCodec.AAC, 128, 2));
  private @Nullable Loudness loudness;
  private Packaging packaging = new Packaging(4_000, true, List.of(), false);
  private @Nullable Rational fps;
  private boolean subtitles = true;
  private Profile.@Nullable Thumbnails thumbnails;
  private boolean strict;
  private Profile.Selection selection = Profile.Selection.BEST;
  private Profile.End end = Profile.End.LONGEST;
  private int maxDamagePercent = Profile.DEFAULT_MAX_DAMAGE_PERCENT;

  private ProfileBuilder(String name, String description, List<VideoEncode> encodes) {
    this.name = name;
    this.description = description;
    this.encodes = encodes;
  }

  public static ProfileBuilder aProfile(List<VideoEncode> encodes) {
    return new ProfileBuilder("test", "for tests", encodes);
  }

  public static ProfileBuilder like(Profile profile) {
    ProfileBuilder builder =
        new ProfileBuilder(profile.name(), profile.description(), profile.encodes());
    builder.audio = profile.audio();
    builder.loudness = profile.loudness();
    builder.packaging = profile.packaging();
    builder.fps = profile.fps();
    builder.subtitles = profile.subtitles();
    builder.thumbnails = profile.thumbnails();
    builder.strict = profile.strict();
    builder.selection = profile.selection();
    builder.end = profile.end();
    builder.maxDamagePercent = profile.maxDamagePercent();
    return builder;
  }

  public ProfileBuilder withoutAudio() {
    audio = List.of();
    loudness = null;
    return this;
  }

  public ProfileBuilder packaging(Packaging value) {
    packaging = value;
    return this;
  }

  public ProfileBuilder fps(Rational value) {
    fps = value;
    return this;
  }

  public ProfileBuilder subtitles(boolean value) {
    subtitles = value;
    return this;
  }

  public ProfileBuilder thumbnails(Profile.Thumbnails value) {
    thumbnails = value;
    return this;
  }

  public ProfileBuilder strict() {
    strict = true;
    return this;
  }

  public ProfileBuilder end(Profile.End value) {
    end = value;
    return this;
  }

  public Profile build() {
    return new Profile(
        name,
        description,
        encodes,
        audio,
        loudness,
        packaging,
        fps,
        subtitles,
        thumbnails,
        strict,
        selection,
        end,
        maxDamagePercent);
  }
}

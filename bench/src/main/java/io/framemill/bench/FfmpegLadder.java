package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * The plain way to do with one {@code ffmpeg} process what a plan does: one decode, split and
 * scale, one x264 for each rendition with its own choice of threads, HLS with fMP4 segments.
 *
 * <p>Options as in the FFmpeg 8.0 documentation of libx264 and of the hls muxer.
 */
final class FfmpegLadder {
  private FfmpegLadder() {}

  /**
   * Arguments for a source.
   *
   * @param plan the output of {@code framemill plan --json}
   * @param crfOffset is added to the CRF of each rendition
   * @param output an empty directory
   */
  static List<String> arguments(Path source, JsonNode plan, int crfOffset, Path output) {
    JsonNode renditions = plan.required("videoRenditions");
    JsonNode sound = plan.required("audioRenditions");
    List<String> all = new ArrayList<>(List.of("-i", source.toString()));
    all.addAll(List.of("-filter_complex", filters(renditions)));
    StringJoiner variants = new StringJoiner(" ");
    double segmentSeconds = plan.required("timeline").required("segmentMillis").asInt() / 1000.0;
    for (int i = 0; i < renditions.size(); i++) {
      all.addAll(List.of("-map", "[v" + i + "]"));
      all.addAll(video(i, renditions.get(i).required("encode"), crfOffset, segmentSeconds));
      variants.add("v:" + i + (sound.isEmpty() ? "" : ",agroup:sound") + ",name:v" + i);
    }
    if (!sound.isEmpty()) {
      JsonNode encode = sound.get(0).required("encode");
      all.addAll(List.of("-map", "0:a:0", "-c:a", "aac"));
      all.addAll(List.of("-b:a", encode.required("bitrateKbps").asInt() + "k"));
      all.addAll(List.of("-ac", sound.get(0).required("channels").asText()));
      variants.add("a:0,agroup:sound,name:a0");
    }
    all.addAll(List.of("-f", "hls", "-hls_time", Double.toString(segmentSeconds)));
    all.addAll(List.of("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"));
    all.addAll(List.of("-master_pl_name", "master.m3u8", "-var_stream_map", variants.toString()));
    all.addAll(List.of("-hls_segment_filename", output.resolve("%v/%05d.m4s").toString()));
    all.add(output.resolve("%v/playlist.m3u8").toString());
    return all;
  }

  /** Where a rendition is and its {@code playlist.m3u8}, by its place in the ladder. */
  static Path directory(Path output, int rendition) {
    return output.resolve("v" + rendition);
  }

  private static String filters(JsonNode renditions) {
    StringBuilder text = new StringBuilder("[0:v:0]split=" + renditions.size());
    for (int i = 0; i < renditions.size(); i++) {
      text.append("[s").append(i).append(']');
    }
    for (int i = 0; i < renditions.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT,
              ";[s%d]scale=%d:%d:flags=bicubic,setsar=1,format=yuv420p[v%d]",
              i,
              renditions.get(i).required("widthPixels").asInt(),
              renditions.get(i).required("heightPixels").asInt(),
              i));
    }
    return text.toString();
  }

  private static List<String> video(
      int index, JsonNode encode, int crfOffset, double segmentSeconds) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("-c", "libx264");
    options.put("-preset", encode.required("preset").asText());
    if (encode.hasNonNull("profile")) {
      options.put("-profile", encode.required("profile").asText());
    }
    options.put("-crf", Integer.toString(encode.required("crf").asInt() + crfOffset));
    options.put("-maxrate", encode.required("maxRateKbps").asText() + "k");
    options.put("-bufsize", encode.required("bufferKbps").asText() + "k");
    options.put("-sc_threshold", "0");
    options.put("-g", Integer.toString(Integer.MAX_VALUE));
    options.put("-forced-idr", "1");
    options.put("-force_key_frames", "expr:gte(t,n_forced*" + segmentSeconds + ")");
    return options.entrySet().stream()
        .flatMap(option -> Stream.of(option.getKey() + ":v:" + index, option.getValue()))
        .toList();
  }
}

package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_PUSH;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_CHILDREN;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_get_double;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Runs a filter graph in one thread: owns one {@code AVFilterGraph}. Not thread-safe. */
public final class FilterGraph implements AutoCloseable {
  private final AVFilterGraph graph;
  private @Nullable AVFilterContext source;
  private final List<AVFilterContext> sinks = new ArrayList<>();

  private FilterGraph(AVFilterGraph graph) {
    this.graph = graph;
  }

  /**
   * Builds a graph.
   *
   * @param text the graph, from its one {@code buffer} or {@code abuffer} to its sinks
   * @param sinkNames names of the sinks, such as {@code buffersink@a}, in the order that {@link
   *     #pull} counts
   */
  public static FilterGraph open(String text, List<String> sinkNames) {
    FilterGraph graph =
        new FilterGraph(
            FfmpegException.checkAllocated("avfilter_graph_alloc", avfilter_graph_alloc()));
    try {
      graph.parse(text);
      graph.findEnds(sinkNames);
      return graph;
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  private void parse(String text) {
    graph.nb_threads(1);
    AVFilterInOut inputs = new AVFilterInOut(null);
    AVFilterInOut outputs = new AVFilterInOut(null);
    try {
      FfmpegException.check(
          "Filter graph " + text, avfilter_graph_parse2(graph, text, inputs, outputs));
      FfmpegException.check("Filter graph " + text, avfilter_graph_config(graph, null));
    } finally {
      avfilter_inout_free(inputs);
      avfilter_inout_free(outputs);
    }
  }

  private void findEnds(List<String> sinkNames) {
    for (int i = 0; i < graph.nb_filters(); i++) {
      String type = graph.filters(i).filter().name().getString();
      if (type.equals("buffer") || type.equals("abuffer")) {
        source = graph.filters(i);
      }
    }
    for (String name : sinkNames) {
      sinks.add(
          FfmpegException.checkAllocated(
              "avfilter_graph_get_filter", avfilter_graph_get_filter(graph, name)));
    }
  }

  /**
   * Sends a frame to the graph and takes over its content; the frame is empty afterwards.
   *
   * @param frame null for the end of the stream
   */
  public void push(@Nullable NativeFrame frame) {
    AVFrame nativeFrame = frame == null ? null : frame.get();
    FfmpegException.check(
        "av_buffersrc_add_frame_flags",
        av_buffersrc_add_frame_flags(source, nativeFrame, AV_BUFFERSRC_FLAG_PUSH));
  }

  /**
   * Receives the next frame of a sink into {@code frame}.
   *
   * @return false if there is none without more input
   */
  public boolean pull(int sink, NativeFrame frame) {
    frame.clear();
    int result = av_buffersink_get_frame(sinks.get(sink), frame.get());
    if (result == AvError.EAGAIN || result == AVERROR_EOF) {
      return false;
    }
    FfmpegException.check("av_buffersink_get_frame", result);
    return true;
  }

  /**
   * A number that a filter exports.
   *
   * @param filter its name in the graph, such as {@code ebur128@meter}
   * @param option the exported option
   */
  public double exported(String filter, String option) {
    double[] value = new double[1];
    FfmpegException.check(
        "av_opt_get_double " + option,
        av_opt_get_double(
            FfmpegException.checkAllocated(
                "avfilter_graph_get_filter", avfilter_graph_get_filter(graph, filter)),
            option,
            AV_OPT_SEARCH_CHILDREN,
            value));
    return value[0];
  }

  @Override
  public void close() {
    avfilter_graph_free(graph);
  }
}

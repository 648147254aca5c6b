package io.framemill.cli.e2e;

import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.BaseURL;
import io.lindstrom.mpd.data.MPD;
import io.lindstrom.mpd.data.SegmentList;
import io.lindstrom.mpd.data.SegmentTemplate;
import io.lindstrom.mpd.data.SegmentURL;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A DASH manifest of one period, and the files that it names.
 *
 * @param duration {@code mediaPresentationDuration}
 * @param representations those that have segments, in the file's order
 * @param texts what those are that are one file each, in the file's order
 */
record DashManifest(Duration duration, List<Representation> representations, List<String> texts) {
  /**
   * One stream.
   *
   * @param set its adaptation set
   * @param promised what the manifest says of it
   * @param timescale ticks per second of all times here
   * @param offset {@code presentationTimeOffset}
   * @param init file of the init segment
   * @param segments in the order of time
   */
  record Representation(
      AdaptationSet set,
      io.lindstrom.mpd.data.Representation promised,
      long timescale,
      long offset,
      Path init,
      List<Segment> segments) {}

  /** One segment: its start and length in ticks. */
  record Segment(long start, long length, Path file) {}

  static DashManifest read(Path file) throws IOException {
    MPD manifest = new MPDParser().parse(Files.readString(file));
    List<Representation> representations = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (AdaptationSet set : manifest.getPeriods().get(0).getAdaptationSets()) {
      for (var promised : set.getRepresentations()) {
        if (promised.getBaseURLs().isEmpty()) {
          representations.add(representation(set, promised, file));
        }
        promised.getBaseURLs().stream().map(BaseURL::getValue).forEach(texts::add);
      }
    }
    return new DashManifest(
        manifest.getMediaPresentationDuration(), List.copyOf(representations), List.copyOf(texts));
  }

  private static Representation representation(
      AdaptationSet set, io.lindstrom.mpd.data.Representation promised, Path manifest) {
    SegmentTemplate template = promised.getSegmentTemplate();
    if (template != null) {
      return new Representation(
          set,
          promised,
          template.getTimescale(),
          template.getPresentationTimeOffset(),
          manifest.resolveSibling(template.getInitialization()),
          segments(template.getSegmentTimeline(), template, List.of(), manifest));
    }
    SegmentList list = promised.getSegmentList();
    return new Representation(
        set,
        promised,
        list.getTimescale(),
        list.getPresentationTimeOffset(),
        manifest.resolveSibling(list.getInitialization().getSourceURL()),
        segments(list.getSegmentTimeline(), null, list.getSegmentURLs(), manifest));
  }

  /** The segments of a time line, named by a template, or else by a list. */
  private static List<Segment> segments(
      List<io.lindstrom.mpd.data.Segment> runs,
      @Nullable SegmentTemplate template,
      List<SegmentURL> urls,
      Path manifest) {
    List<Segment> segments = new ArrayList<>();
    long time = 0;
    for (var run : runs) {
      time = Objects.requireNonNullElse(run.getT(), time);
      long repeats = Objects.requireNonNullElse(run.getR(), 0L);
      for (long i = 0; i <= repeats; i++) {
        int index = segments.size();
        String url = template == null ? urls.get(index).getMedia() : numbered(template, index);
        segments.add(new Segment(time, run.getD(), manifest.resolveSibling(url)));
        time += run.getD();
      }
    }
    return List.copyOf(segments);
  }

  private static String numbered(SegmentTemplate template, int index) {
    long number = template.getStartNumber() + index;
    return template.getMedia().replace("$Number%05d$", String.format(Locale.ROOT, "%05d", number));
  }

  /**
   * Writes a manifest of one of the representations alone, beside the original: libavformat ends
   * all streams when the first of them ends. All else stays as it was written.
   */
  static Path only(Path file, Representation wanted) throws Exception {
    String id = wanted.promised().getId();
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    for (Element set : elements(document.getDocumentElement(), "AdaptationSet")) {
      elements(set, "Representation").stream()
          .filter(element -> !element.getAttribute("id").equals(id))
          .forEach(set::removeChild);
      if (elements(set, "Representation").isEmpty()) {
        set.getParentNode().removeChild(set);
      }
    }
    Path copy = file.resolveSibling("only-" + id + ".mpd");
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(copy.toFile()));
    return copy;
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}

package io.framemill.cli.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A DASH manifest, as a player reads it.
 *
 * @param duration {@code mediaPresentationDuration}
 * @param representations in the file's order
 */
record DashManifest(String duration, List<Representation> representations) {
  /**
   * One stream.
   *
   * @param element its element, inside that of its adaptation set
   * @param timescale ticks per second of all times here
   * @param offset {@code presentationTimeOffset}
   * @param init file of the init segment
   * @param segments in the order of time
   */
  record Representation(
      Element element, long timescale, long offset, Path init, List<Segment> segments) {
    /** The adaptation set. */
    Element set() {
      return (Element) element.getParentNode();
    }
  }

  /** One segment: its start and length in ticks. */
  record Segment(long start, long length, Path file) {}

  static DashManifest read(Path file) throws Exception {
    Document document = parse(file);
    List<Representation> representations = new ArrayList<>();
    for (Element element : elements(document.getDocumentElement(), "Representation")) {
      representations.add(representation(element, file));
    }
    return new DashManifest(
        document.getDocumentElement().getAttribute("mediaPresentationDuration"),
        List.copyOf(representations));
  }

  /**
   * Writes a manifest of one of the representations alone, beside the original: libavformat ends
   * all streams when the first of them ends.
   */
  static Path only(Path file, Representation wanted) throws Exception {
    String id = wanted.element().getAttribute("id");
    Document document = parse(file);
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

  private static Document parse(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static Representation representation(Element element, Path manifest) {
    List<Element> templates = elements(element, "SegmentTemplate");
    boolean isTemplate = !templates.isEmpty();
    Element base = isTemplate ? templates.get(0) : elements(element, "SegmentList").get(0);
    List<Element> urls = elements(base, "SegmentURL");
    String init =
        isTemplate
            ? base.getAttribute("initialization")
            : elements(base, "Initialization").get(0).getAttribute("sourceURL");
    List<Segment> segments = new ArrayList<>();
    long time = 0;
    for (Element run : elements(base, "S")) {
      time = run.hasAttribute("t") ? Long.parseLong(run.getAttribute("t")) : time;
      long length = Long.parseLong(run.getAttribute("d"));
      int count = run.hasAttribute("r") ? Integer.parseInt(run.getAttribute("r")) + 1 : 1;
      for (int i = 0; i < count; i++) {
        int index = segments.size();
        String url = isTemplate ? numbered(base, index) : urls.get(index).getAttribute("media");
        segments.add(new Segment(time, length, manifest.resolveSibling(url)));
        time += length;
      }
    }
    return new Representation(
        element,
        Long.parseLong(base.getAttribute("timescale")),
        Long.parseLong(base.getAttribute("presentationTimeOffset")),
        manifest.resolveSibling(init),
        List.copyOf(segments));
  }

  private static String numbered(Element template, int index) {
    int number = Integer.parseInt(template.getAttribute("startNumber")) + index;
    return template
        .getAttribute("media")
        .replace("$Number%05d$", String.format(Locale.ROOT, "%05d", number));
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

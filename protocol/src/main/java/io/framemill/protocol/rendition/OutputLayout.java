package io.framemill.protocol.rendition;

/**
 * Names and places of the files of a job's output: the only class that spells them. Paths are
 * relative to the job's output directory, with {@code /} between the parts, as in URLs.
 *
 * <p>File numbers have five digits, or more from 100000 on.
 */
public final class OutputLayout {
  /** The HLS multivariant playlist (RFC 8216, 4.3.4). */
  public static final String MASTER_PLAYLIST = "master.m3u8";

  /** The DASH manifest (ISO/IEC 23009-1). */
  public static final String DASH_MANIFEST = "manifest.mpd";

  /** The report on the job. */
  public static final String JOB_REPORT = "job.json";

  /** The directory of MP4 files. */
  public static final String MP4_DIRECTORY = "mp4";

  /** The directory of poster, thumbnail sheets and their map. */
  public static final String THUMBNAIL_DIRECTORY = "thumbs";

  /** The WebVTT file that maps times to thumbnails. */
  public static final String THUMBNAIL_MAP = THUMBNAIL_DIRECTORY + "/thumbnails.vtt";

  /** The poster picture. */
  public static final String POSTER = THUMBNAIL_DIRECTORY + "/poster.jpg";

  /** The init segment in the directory of a video or audio rendition. */
  public static final String INIT_SEGMENT = "init.mp4";

  /** {@link #mediaSegment} as a DASH template (ISO/IEC 23009-1, 5.3.9.4.4). */
  public static final String MEDIA_SEGMENT_TEMPLATE = "$Number%05d$.m4s";

  private static final String MEDIA_PLAYLIST = "playlist.m3u8";
  private static final String ZEROS = "00000";

  private OutputLayout() {}

  /** The directory of a video rendition. */
  public static String video(String rendition) {
    return "video/" + rendition;
  }

  /** The directory of an audio rendition. */
  public static String audio(String rendition) {
    return "audio/" + rendition;
  }

  /** The directory of a subtitle rendition's segments. */
  public static String subtitles(String rendition) {
    return "subs/" + rendition;
  }

  /** The whole subtitle rendition as one WebVTT file. */
  public static String subtitleFile(String rendition) {
    return subtitles(rendition) + ".vtt";
  }

  /** The HLS media playlist of a rendition's directory. */
  public static String mediaPlaylist(String directory) {
    return directory + "/" + MEDIA_PLAYLIST;
  }

  /**
   * An MP4 file.
   *
   * @param fileName as the plan gave it
   */
  public static String mp4(String fileName) {
    return MP4_DIRECTORY + "/" + fileName;
  }

  /**
   * A media segment in the directory of a video or audio rendition.
   *
   * @param number from 1
   */
  public static String mediaSegment(int number) {
    return digits(number) + ".m4s";
  }

  /**
   * A subtitle segment in the directory of a subtitle rendition.
   *
   * @param number from 1
   */
  public static String subtitleSegment(int number) {
    return digits(number) + ".vtt";
  }

  /**
   * A sheet of thumbnails in {@link #THUMBNAIL_DIRECTORY}.
   *
   * @param number from 1
   */
  public static String thumbnailSheet(int number) {
    return "sprite-" + digits(number) + ".jpg";
  }

  /**
   * Whether a file is a playlist or manifest: without these no player takes the output for whole.
   *
   * @param fileName without directories
   */
  public static boolean isManifest(String fileName) {
    return fileName.endsWith(".m3u8") || fileName.endsWith(".mpd");
  }

  /** A film has a hundred thousand files, too many for {@link String#format}. */
  private static String digits(int number) {
    String digits = Integer.toString(number);
    return ZEROS.substring(Math.min(ZEROS.length(), digits.length())) + digits;
  }
}

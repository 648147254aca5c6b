package io.framemill.cli.e2e;

import java.nio.file.Path;

/**
 * A source of a corpus and what is to become of it.
 *
 * @param source the file
 * @param expect how it comes out
 * @param frames pictures in every rendition; 0 where there are none
 */
record CorpusRow(Path source, Expect expect, int frames) {
  enum Expect {
    VIDEO,
    AUDIO_ONLY,
    REJECT
  }

  static CorpusRow video(Path source, int frames) {
    return new CorpusRow(source, Expect.VIDEO, frames);
  }

  static CorpusRow soundOnly(Path source) {
    return new CorpusRow(source, Expect.AUDIO_ONLY, 0);
  }

  static CorpusRow rejected(Path source) {
    return new CorpusRow(source, Expect.REJECT, 0);
  }

  /**
   * The directory of its output: the file's name without its extension, in which a line break is
   * not kept.
   */
  String outputName() {
    String name = source.getFileName().toString().replace('\n', '_');
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** For the name of the test. */
  @Override
  public String toString() {
    return source.getFileName() + " " + expect;
  }
}

package io.framemill.cli.e2e;

import io.framemill.cli.e2e.InitSegment.SampleDefaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One segment file.
 *
 * @param bytes its size
 * @param samples pictures or audio packets in their order in the file
 * @param startsWithIdr whether its first picture is one that decoding can start at: an IDR picture
 *     or what the codec calls a key frame; false for sound
 */
record MediaSegment(long bytes, List<Sample> samples, boolean startsWithIdr) {
  private static final int IS_NON_SYNC = 0x10000;

  /** One picture or audio packet, in ticks of the track's timescale. */
  record Sample(long dts, long pts, long duration, boolean isSync) {}

  static MediaSegment read(Path file, InitSegment init) throws IOException {
    byte[] content = Files.readAllBytes(file);
    List<Sample> samples = new ArrayList<>();
    boolean startsWithIdr = false;
    for (Mp4Box box : Mp4Box.readAll(ByteBuffer.wrap(content))) {
      if (box.type().equals("moof")) {
        boolean isFirst = samples.isEmpty();
        int dataOffset = readFragment(box, init.defaults(), samples);
        if (isFirst && init.widthPixels() > 0) {
          startsWithIdr =
              KeyPicture.isAt(
                  ByteBuffer.wrap(content),
                  box.offset() + dataOffset,
                  init.codecs().split("\\.")[0]);
        }
      }
    }
    return new MediaSegment(content.length, List.copyOf(samples), startsWithIdr);
  }

  /** Presentation time of its earliest sample. */
  long startPts() {
    return samples.stream().mapToLong(Sample::pts).min().orElseThrow();
  }

  /** Decode time of its first sample: what {@code tfdt} says. */
  long startDts() {
    return samples.get(0).dts();
  }

  /** Length of all its samples. */
  long duration() {
    return samples.stream().mapToLong(Sample::duration).sum();
  }

  /** Reads a {@code moof} of one track; returns where its data begin, seen from the box. */
  private static int readFragment(Mp4Box moof, SampleDefaults trex, List<Sample> samples) {
    List<Mp4Box> track = Mp4Box.find(moof.children(0), "traf").children(0);
    SampleDefaults defaults = trackDefaults(Mp4Box.find(track, "tfhd"), trex);
    Mp4Box time = Mp4Box.find(track, "tfdt");
    long dts =
        time.version() == 1
            ? time.payload().getLong(4)
            : Integer.toUnsignedLong(time.payload().getInt(4));
    int dataOffset = 0;
    for (Mp4Box run : track) {
      if (run.type().equals("trun")) {
        dataOffset = dataOffset == 0 ? run.payload().getInt(8) : dataOffset;
        dts = readRun(run, defaults, dts, samples);
      }
    }
    return dataOffset;
  }

  /** ISO/IEC 14496-12, 8.8.7. */
  private static SampleDefaults trackDefaults(Mp4Box header, SampleDefaults trex) {
    int flags = header.flags();
    ByteBuffer fields = header.payload().duplicate().position(8);
    if ((flags & 0x1) != 0) {
      fields.getLong();
    }
    if ((flags & 0x2) != 0) {
      fields.getInt();
    }
    int duration = (flags & 0x8) != 0 ? fields.getInt() : trex.duration();
    int size = (flags & 0x10) != 0 ? fields.getInt() : trex.size();
    return new SampleDefaults(duration, size, (flags & 0x20) != 0 ? fields.getInt() : trex.flags());
  }

  /** ISO/IEC 14496-12, 8.8.8; returns the decode time after the run. */
  private static long readRun(
      Mp4Box run, SampleDefaults defaults, long startDts, List<Sample> samples) {
    int flags = run.flags();
    ByteBuffer fields = run.payload().duplicate().position(4);
    int count = fields.getInt();
    if ((flags & 0x1) != 0) {
      fields.getInt();
    }
    int firstFlags = (flags & 0x4) != 0 ? fields.getInt() : defaults.flags();
    long dts = startDts;
    for (int i = 0; i < count; i++) {
      int duration = (flags & 0x100) != 0 ? fields.getInt() : defaults.duration();
      if ((flags & 0x200) != 0) {
        fields.getInt();
      }
      int own = i == 0 ? firstFlags : defaults.flags();
      int sampleFlags = (flags & 0x400) != 0 ? fields.getInt() : own;
      int offset = (flags & 0x800) != 0 ? fields.getInt() : 0;
      samples.add(new Sample(dts, dts + offset, duration, (sampleFlags & IS_NON_SYNC) == 0));
      dts += duration;
    }
    return dts;
  }
}

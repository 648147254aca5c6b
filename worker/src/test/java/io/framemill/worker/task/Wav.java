package io.framemill.worker.task;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes WAV files of silence: real media of any length that take no room on the disk. */
public final class Wav {
  static final int RATE_HZ = 48_000;
  static final int CHANNELS = 2;
  private static final int BYTES_PER_SAMPLE = 2;
  private static final int HEADER_BYTES = 44;

  private Wav() {}

  public static Path write(Path file, int seconds) throws IOException {
    int bytesPerSecond = RATE_HZ * CHANNELS * BYTES_PER_SAMPLE;
    int dataBytes = seconds * bytesPerSecond;
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + dataBytes).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) CHANNELS);
    header.putInt(RATE_HZ).putInt(bytesPerSecond);
    header.putShort((short) (CHANNELS * BYTES_PER_SAMPLE)).putShort((short) 16);
    header.put(ascii("data")).putInt(dataBytes);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(header.array());
      out.setLength(HEADER_BYTES + (long) dataBytes);
    }
    return file;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

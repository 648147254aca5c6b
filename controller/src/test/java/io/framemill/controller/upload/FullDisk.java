package io.framemill.controller.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** A file on a disk that is full after some bytes. */
final class FullDisk implements SeekableByteChannel {
  private final SeekableByteChannel file;
  private final long roomBytes;

  private FullDisk(SeekableByteChannel file, long roomBytes) {
    this.file = file;
    this.roomBytes = roomBytes;
  }

  static Uploads.Disk withRoomFor(long bytes) {
    return (Path path) -> new FullDisk(Uploads.Disk.openForWriting(path), bytes);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (file.position() + source.remaining() > roomBytes) {
      source.limit(source.position() + (int) Math.max(0, roomBytes - file.position()));
      file.write(source);
      throw new IOException("No space left on device");
    }
    return file.write(source);
  }

  @Override
  public int read(ByteBuffer destination) throws IOException {
    return file.read(destination);
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    file.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

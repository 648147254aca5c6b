package io.framemill.cli.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Ways to damage a file. Each makes something of any two files that are not empty. */
enum Mutation {
  FLIP_BITS {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      byte[] bytes = whole.clone();
      int count = 1 << random.nextInt(7);
      for (int i = 0; i < count; i++) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return bytes;
    }
  },
  DELETE_CHUNK {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      int from = random.nextInt(whole.length);
      return join(Arrays.copyOf(whole, from), from(whole, from + chunk(random)));
    }
  },
  DOUBLE_CHUNK {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      int from = random.nextInt(whole.length);
      int to = Math.min(whole.length, from + chunk(random));
      return join(Arrays.copyOf(whole, to), from(whole, from));
    }
  },
  OVERWRITE_CHUNK {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      byte[] noise = new byte[chunk(random)];
      random.nextBytes(noise);
      int at = random.nextInt(whole.length);
      return join(join(Arrays.copyOf(whole, at), noise), from(whole, at + noise.length));
    }
  },
  TRUNCATE {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      return Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
    }
  },
  CHANGE_LENGTH {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      ByteBuffer bytes = ByteBuffer.wrap(whole.clone());
      int at = random.nextInt(Math.max(1, whole.length - Integer.BYTES));
      // A small number is likely to be a length of something; the first one after the place.
      while (at + Integer.BYTES < whole.length && !isLength(bytes.getInt(at), whole.length)) {
        at++;
      }
      if (at + Integer.BYTES <= whole.length) {
        int[] lengths = {0, 1, -1, Integer.MAX_VALUE, whole.length, random.nextInt()};
        bytes.putInt(at, lengths[random.nextInt(lengths.length)]);
      }
      return bytes.array();
    }
  },
  SPLICE {
    @Override
    byte[] of(byte[] whole, byte[] other, Random random) {
      byte[] start = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      return join(start, from(other, random.nextInt(other.length)));
    }
  };

  private static final int LONGEST_CHUNK = 2000;

  /**
   * A damaged file.
   *
   * @param other another file, for those that mix two
   * @return at least one byte, unless the whole is deleted
   */
  abstract byte[] of(byte[] whole, byte[] other, Random random);

  private static int chunk(Random random) {
    return 1 + random.nextInt(LONGEST_CHUNK);
  }

  private static boolean isLength(int number, int fileLength) {
    return number >= 8 && number <= fileLength;
  }

  private static byte[] from(byte[] bytes, int start) {
    return Arrays.copyOfRange(bytes, Math.min(start, bytes.length), bytes.length);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}

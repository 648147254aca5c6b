package io.framemill.worker.testmedia;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.color.PictureColor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All that came out of one stream.
 *
 * @param codec libavcodec's name
 * @param widthPixels 0 for sound
 * @param heightPixels 0 for sound
 * @param pixelShape width to height of one pixel; 0/1 if it is not said
 * @param timeBase seconds per tick of all times here
 * @param packetPts times of the packets in file order
 * @param packetDts decode times, likewise
 * @param packetKeys whether each is a key frame
 * @param framePts times of the frames in the order they came out
 * @param frameNumbers the number that {@link TestClip} drew into each picture
 * @param frameHashes a checksum of each picture
 * @param combing the share of each picture that is combed, 0 to 1, if it is 8-bit 4:2:0
 * @param whiteBoxes what is white in each picture, if it is 8-bit 4:2:0
 * @param color what the last picture says of its colours
 * @param stripes the last picture as a {@link StripedPicture}, if it is 8-bit 4:2:0
 * @param corners brightness in the corners of each picture
 * @param samples the first channel of the sound
 */
public record DecodedStream(
    String codec,
    int widthPixels,
    int heightPixels,
    Rational pixelShape,
    Rational timeBase,
    List<Long> packetPts,
    List<Long> packetDts,
    List<Boolean> packetKeys,
    List<Long> framePts,
    List<Integer> frameNumbers,
    List<Long> frameHashes,
    List<Double> combing,
    List<WhiteBox> whiteBoxes,
    PictureColor color,
    List<StripedPicture.Stripe> stripes,
    List<Corners> corners,
    List<Float> samples) {
  /** Luma near the corners of a picture, 0 to 255. */
  public record Corners(int topLeft, int topRight, int bottomLeft, int bottomRight) {}

  /** Time of a frame in seconds. */
  public double frameSeconds(int index) {
    return framePts.get(index) * timeBase.toDouble();
  }

  /** Times of the key frames in file order. */
  public List<Long> keyFramePts() {
    return IntStream.range(0, packetPts.size())
        .filter(packetKeys::get)
        .mapToObj(packetPts::get)
        .toList();
  }
}

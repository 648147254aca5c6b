package io.framemill.worker.sandbox;

import io.framemill.worker.task.Wav;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;

/** Plain sound under names that libavformat, or a program's command line, could take otherwise. */
final class NameTricks {
  private NameTricks() {}

  static Stream<Trick> all() {
    return Stream.of(
            "concat:canary.ts|canary.ts",
            "http:127.0.0.1",
            "tcp:127.0.0.1:1",
            "data:text,x.wav",
            "file:canary.ts",
            "file,,canary.ts",
            "subfile,,start,0,end,9,,:canary.ts",
            "async:canary.ts",
            "cache:canary.ts",
            "crypto:canary.ts",
            "concatf:canary.ts",
            "tee:canary.ts",
            "fd:0",
            "pipe:0",
            "lavfi:movie=canary.ts",
            "movie=canary.ts",
            ":0.0",
            "default",
            "canary.%s",
            "canar%c.ts",
            "%03d.wav",
            "%d%d%d%d%d%d%d%d%d.wav",
            "*.ts",
            "canar?.ts",
            "[a-z]*.ts",
            "canary.ts?x=1",
            "canary.ts#x",
            "-i",
            "--help",
            "|cat canary.ts",
            "$(cat canary.ts)",
            "`cat canary.ts`",
            "'canary.ts'",
            "~",
            "...",
            "a\nfile canary.ts",
            "\u202E4pm.wav")
        .map(NameTricks::sound);
  }

  private static Trick sound(String name) {
    return new Trick("odd name", name, NameTricks::wav, Trick.PLAYS, Map.of(), false);
  }

  private static byte[] wav(Trick.Traps traps) {
    try {
      return Files.readAllBytes(Wav.write(traps.file().resolveSibling("sound"), 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

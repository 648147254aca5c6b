package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot reach amqp://me:hush@host:5672/films",
        "amqp://me:hu/hush@sh@host",
        "jdbc:postgresql://host/db?user=me&password=hush&ssl=true",
        "Authorization: Bearer hush-hush-hush-hush=",
        "?token=hush"
      })
  void of_secret_isStars(String text) {
    assertThat(SecretRedaction.of(text)).contains("***").doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Serving at http://127.0.0.1:8090, media in /a/b@c",
        "Done: 240 frames in 3.0 s",
        "amqp://host:5672 and me@example.com",
        "two addresses http://a:1/x http://b:2/y"
      })
  void of_noSecret_isTheSame(String text) {
    assertThat(SecretRedaction.of(text)).isEqualTo(text);
  }
}

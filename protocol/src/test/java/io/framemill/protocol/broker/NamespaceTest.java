package io.framemill.protocol.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {
  @Test
  void names_withoutNamespace_areThePlainOnes() {
    assertThat(Queue.values())
        .allSatisfy(queue -> assertThat(Namespace.NONE.nameOf(queue)).isEqualTo(queue.queueName()));
    assertThat(Namespace.NONE.nameOf(Topic.CONTROL)).isEqualTo("framemill.control");
    assertThat(Namespace.NONE.ownerMark()).isEqualTo("framemill.owner");
  }

  @Test
  void names_inANamespace_allBeginWithIt() {
    Namespace films = new Namespace("films");
    assertThat(Queue.values())
        .extracting(films::nameOf)
        .containsExactly(
            "films.framemill.tasks.cpu", "films.framemill.reports", "films.framemill.dead");
    assertThat(Topic.values())
        .extracting(films::nameOf)
        .containsExactly("films.framemill.progress", "films.framemill.control");
    assertThat(films.ownerMark()).isEqualTo("films.framemill.owner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Films", "a.b", "-a", "a b", "a\n", "#", "*", "ä"})
  void namespace_notOfThatForm_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Namespace(name))
        .withMessageContaining("1 to 40 lower-case letters");
  }

  @Test
  void namespace_tooLong_isRefused() {
    assertThat(new Namespace("a".repeat(40)).name()).hasSize(40);
    assertThatIllegalArgumentException().isThrownBy(() -> new Namespace("a".repeat(41)));
  }
}

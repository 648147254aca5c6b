package io.framemill.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogTailTest {
  private final LogTail tail = new LogTail();

  @Test
  void lines_moreThanTheLimit_areTheLastOnes() {
    IntStream.rangeClosed(1, 25).mapToObj(Integer::toString).forEach(tail::add);

    List<String> last =
        IntStream.rangeClosed(6, 25).mapToObj(Integer::toString).collect(Collectors.toList());
    assertThat(tail.lines()).isEqualTo(last);
  }

  @Test
  void add_emptyLine_isNotKept() {
    List.of("one", "", "  ", "#", "two").forEach(tail::add);

    assertThat(tail.lines()).containsExactly("one", "two");
  }

  @Test
  void clear_someLines_leavesNone() {
    tail.add("one");

    tail.clear();

    assertThat(tail.lines()).isEmpty();
  }
}

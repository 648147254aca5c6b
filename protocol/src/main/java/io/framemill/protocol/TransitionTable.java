package io.framemill.protocol;

import java.util.Map;
import java.util.Set;

/**
 * The legal moves between the states of one kind of thing. Immutable.
 *
 * @param <S> the states
 */
public final class TransitionTable<S extends Enum<S>> {
  private final String what;
  private final Map<S, Set<S>> moves;

  /**
   * @param what whose states they are, for messages: "job"
   * @param moves for each state those that may follow it; a state that is missing here is final
   */
  public TransitionTable(String what, Map<S, Set<S>> moves) {
    this.what = what;
    this.moves = Map.copyOf(moves);
  }

  /**
   * Moves from one state to another.
   *
   * @return the new state
   * @throws IllegalStateException if that move is not legal
   */
  public S move(S from, S to) {
    if (!moves.getOrDefault(from, Set.of()).contains(to)) {
      throw new IllegalStateException("A " + what + " that is " + from + " cannot become " + to);
    }
    return to;
  }
}

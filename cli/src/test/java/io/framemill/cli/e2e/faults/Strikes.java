package io.framemill.cli.e2e.faults;

import java.util.Random;

/**
 * How a site is to be broken.
 *
 * @param deck what strikes next
 * @param random who is hit, when, and for how long
 * @param tally counts it
 * @param until how many faults the tally has in the end
 */
record Strikes(Deck deck, Random random, Tally tally, int until) {}

package io.framemill.cli.e2e.faults;

import java.util.Random;

/**
 * How a site is to be broken.
 *
 * @param shuffled what plan next
 * @param random who is hit, when, and for how long
 * @param results counts it
 * @param until how many faults the results has in the end
 */
record FaultPlan(ShuffledFaults shuffled, Random random, FaultResults results, int until) {}

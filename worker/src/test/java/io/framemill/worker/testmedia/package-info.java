/**
 * Clips made for tests, and what reads back that which was made of them. Public for the tests of
 * all modules.
 */
@NullMarked
package io.framemill.worker.testmedia;

import org.jspecify.annotations.NullMarked;

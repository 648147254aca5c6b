/**
 * Where media lives: sources in, output out. A directory that all machines share; object storage
 * can join later.
 */
@NullMarked
package io.framemill.protocol.storage;

import org.jspecify.annotations.NullMarked;

/**
 * Storage of sources and output. A directory that all machines share; object storage can be added.
 */
@NullMarked
package io.framemill.protocol.storage;

import org.jspecify.annotations.NullMarked;

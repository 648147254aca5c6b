/**
 * Keys and certificates in files, as operators have them, made into what sockets need. Needs the
 * JDK only.
 */
@NullMarked
package io.framemill.protocol.tls;

import org.jspecify.annotations.NullMarked;

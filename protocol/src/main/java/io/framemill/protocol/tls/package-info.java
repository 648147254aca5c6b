/** TLS keys and certificates from PEM files. Needs the JDK only. */
@NullMarked
package io.framemill.protocol.tls;

import org.jspecify.annotations.NullMarked;

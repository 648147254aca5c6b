/**
 * The controller's HTTP server. JSON bodies are the protocol's messages; errors are problem
 * documents (RFC 9457).
 */
@NullMarked
package io.framemill.controller.http;

import org.jspecify.annotations.NullMarked;

/** Messages of the HTTP API, as JSON or headers, shared by server and client. */
@NullMarked
package io.framemill.controller.http.message;

import org.jspecify.annotations.NullMarked;

/** What the HTTP API sends and receives as JSON or headers. Shared by server and client. */
@NullMarked
package io.framemill.controller.http.message;

import org.jspecify.annotations.NullMarked;

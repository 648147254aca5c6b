/**
 * What a user can ask of a controller, and the exceptions that refuse it. Local and remote clients
 * share it.
 */
@NullMarked
package io.framemill.controller.api;

import org.jspecify.annotations.NullMarked;

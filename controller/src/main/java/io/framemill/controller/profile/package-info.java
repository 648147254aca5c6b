/**
 * Loads profiles: YAML files of users, and built-in ones. Rejects unknown keys and wrong values
 * with file, line and column.
 */
@NullMarked
package io.framemill.controller.profile;

import org.jspecify.annotations.NullMarked;

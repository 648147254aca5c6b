/**
 * Reads profiles: YAML files of users, and those that the program brings along. Refuses what it
 * does not know, with file, line and column.
 */
@NullMarked
package io.framemill.controller.profile;

import org.jspecify.annotations.NullMarked;

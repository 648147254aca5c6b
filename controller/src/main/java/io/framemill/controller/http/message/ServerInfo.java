package io.framemill.controller.http.message;

import java.util.Objects;

/**
 * What a server says about itself.
 *
 * @param release its Framemill version
 * @param mediaDirectory where sources lie on its machine, an absolute path
 */
public record ServerInfo(String release, String mediaDirectory) {
  public ServerInfo {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(mediaDirectory, "mediaDirectory");
  }
}

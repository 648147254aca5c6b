package io.framemill.controller.http.message;

import java.util.Objects;

/**
 * Description of a server.
 *
 * @param release its Framemill version
 * @param mediaDirectory directory of the sources on its machine, an absolute path
 */
public record ServerInfo(String release, String mediaDirectory) {
  public ServerInfo {
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(mediaDirectory, "mediaDirectory");
  }
}

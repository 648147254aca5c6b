#!/bin/sh
# Runs a benchmark: docs/performance.md explains each of them.
#
# usage: bench/run.sh NAME [ARGUMENTS]      bench/run.sh --help lists the names
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
mvn -q -B -DskipTests -Dspotless.check.skip -Djacoco.skip -pl bench -am package >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "-Dframemill.root=$root" \
  "-Dframemill.commit=$(git describe --always --dirty 2>/dev/null || echo unknown)" \
  -cp "$root/bench/target/classes:$root/target/dist/lib/*:$root/protocol/target/*:$root/controller/target/*" io.framemill.bench.Main "$@"

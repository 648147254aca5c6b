#!/bin/sh
# Measures how much wall time "transcode" adds to the work of its slots: everything from the start
# of the process to its end, less the span in which encode tasks ran as job.json tells it.
#
# usage: scripts/overhead.sh [RUNS [FILE]]      default: 5 runs of samples/bbb_720p_10s.mp4
# Exits with 1 if the median is above one second.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
"$root/framemill" --version >/dev/null
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$root/target/dist/lib/*" "$root/scripts/Overhead.java" \
  "$root" "${1:-5}" "${2:-$root/samples/bbb_720p_10s.mp4}"

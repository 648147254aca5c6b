#!/bin/sh
# Lets thousands of readers watch one job at a controller of its own, and prints what they take:
# memory and threads. docs/http-api.md has the limits.
#
# usage: scripts/streams.sh [--streams N]      default: 10000
# The shell's limit of open files must be above N (ulimit -n). Needs Linux.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
streams=10000
usage() {
  printf 'usage: scripts/streams.sh [--streams N]\n' >&2
  exit 2
}
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] && [ "$1" = --streams ] || usage
  case $2 in
    '' | *[!0-9]*) usage ;;
  esac
  streams=$2
  shift 2
done
cd "$root"
ulimit -n "$(ulimit -H -n)"
if [ "$(ulimit -n)" != unlimited ] && [ "$(ulimit -n)" -lt $((streams + 500)) ]; then
  printf 'streams: %s streams need more open files than %s\n' "$streams" "$(ulimit -n)" >&2
  exit 1
fi
mvn -q -pl cli -am verify -Djacoco.skip -Dtest=NoUnitTest -Dit.test=EventStreamsIT \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dframemill.streams="$streams"

#!/bin/sh
# Puts damaged files through the program, more of them than the tests do: each has to come out or to
# be refused with a reason, and nothing may hang, die or be left behind.
#
# usage: scripts/fuzz.sh [COUNT [SEED]]      default: 5000 files; the seed from the clock
# If it fails, the files stay where the message says. The same seed makes the same files.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
count=${1:-5000}
seed=${2:-$(date +%s)}
printf 'fuzz: %s files, seed %s\n' "$count" "$seed"
cd "$root"
exec mvn -q -pl cli -am verify -Djacoco.skip -Dtest=NoUnitTest -Dit.test=FuzzIT \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Djunit.jupiter.tempdir.cleanup.mode.default=on_success \
  -Dfailsafe.timeout=0 -Djunit.jupiter.execution.timeout.mode=disabled \
  -Dframemill.fuzz.count="$count" -Dframemill.fuzz.seed="$seed"

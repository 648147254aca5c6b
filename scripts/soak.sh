#!/bin/sh
# Breaks a cluster of real processes again and again, more often than the tests do, and prints a
# table of what became of its jobs. docs/faults.md tells what is broken and what is asserted.
#
# usage: scripts/soak.sh [--faults N] [--seed S]      default: 1000 faults; the seed from the clock
# Exits with 1 if a job or a frame was lost, doubled or stuck; the logs of all programs then stay in
# the directory that the message names. Needs Linux and an installed rabbitmq-server.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
faults=1000
seed=$(date +%s)
usage() {
  printf 'usage: scripts/soak.sh [--faults N] [--seed S]\n' >&2
  exit 2
}
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case $2 in
    '' | *[!0-9]*) usage ;;
  esac
  case $1 in
    --faults) faults=$2 ;;
    --seed) seed=$2 ;;
    *) usage ;;
  esac
  shift 2
done
cd "$root"
printf 'soak: %s faults, seed %s; building first\n' "$faults" "$seed"
reports=controller/target/failsafe-reports
rm -f "$reports"/TEST-*.FaultsIT.xml
mvn -q -pl controller -am verify -Djacoco.skip -Dtest=NoUnitTest -Dit.test=FaultsIT \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Djunit.jupiter.tempdir.cleanup.mode.default=on_success \
  -Dframemill.faults.count="$faults" -Dframemill.faults.seed="$seed"
if ! grep -q 'tests="1".* skipped="0"' "$reports"/TEST-*.FaultsIT.xml; then
  printf 'soak: nothing was run; install rabbitmq-server\n' >&2
  exit 1
fi

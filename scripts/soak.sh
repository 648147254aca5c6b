#!/bin/sh
# Breaks a cluster of real processes again and again, more often than the tests do, and prints a
# table of what became of its jobs. Before or after that, workers encode sound for longer than a
# RabbitMQ waits for them. docs/faults.md tells what is broken and what is asserted.
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
# Half an hour of noise, which takes longer to encode than this RabbitMQ waits for a worker.
consumer_timeout=12000
sound=$root/target/soak-30min.wav
mkdir -p "$root/target"
trap 'rm -f "$sound"' EXIT
{
  printf 'RIFF\044\160\231\024WAVEfmt \020\000\000\000\001\000\002\000'
  printf '\200\273\000\000\000\356\002\000\004\000\020\000data\000\160\231\024'
  head -c 345600000 /dev/urandom
} >"$sound"
reports=cli/target/failsafe-reports
rm -f "$reports"/TEST-*.FaultsIT.xml
mvn -q -pl cli -am verify -Djacoco.skip -Dtest=NoUnitTest -Dit.test=FaultsIT,ConsumerTimeoutIT \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Djunit.jupiter.tempdir.cleanup.mode.default=on_success \
  -Dfailsafe.timeout=0 -Djunit.jupiter.execution.timeout.mode=disabled \
  -Dframemill.faults.count="$faults" -Dframemill.faults.seed="$seed" \
  -Dframemill.consumerTimeout=$consumer_timeout -Dframemill.slowSource="$sound"
if ! grep -q 'tests="1".* skipped="0"' "$reports"/TEST-*.FaultsIT.xml; then
  printf 'soak: nothing was run; install rabbitmq-server\n' >&2
  exit 1
fi

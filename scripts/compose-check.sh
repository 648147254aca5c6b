#!/bin/sh
# Builds the image, starts a whole Framemill with docker-compose.yml, kills its controller and a
# worker in the middle of some jobs, and prints a table of what held. It needs Docker with Compose
# alone; its containers and volumes are its own, and are gone afterwards.
#
# usage: scripts/compose-check.sh [--workers N] [--jobs N] [--keep]
#   --workers N  workers to start, 2 or more; default 2
#   --jobs N     how many times the sample is submitted; default 3. Many and fast cores need more of
#                them, so that some are left to be killed
#   --keep       leave everything running, to look at it
# Exits with 1 if a row failed.
#
# Images that are there are not fetched. DOCKER_HOST, DOCKER_BUILDKIT, COMPOSE_FILE and whatever
# else Docker and Compose read from the environment works here too, except COMPOSE_PROJECT_NAME, which
# is always framemill-check. Where a build has no network of its own, for example,
# COMPOSE_FILE=docker-compose.yml:mine.yml adds "network: host" to it.
# FRAMEMILL_PORT (18090) and RABBITMQ_PORT (18672) are the ports on this machine.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
clip=$root/samples/bbb_720p_10s.mp4
clip_frames=240
workers=2
jobs=3
keep=
usage() {
  printf 'usage: scripts/compose-check.sh [--workers N] [--jobs N] [--keep]\n' >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=yes; shift; continue ;;
    --workers | --jobs) [ $# -ge 2 ] || usage ;;
    *) usage ;;
  esac
  case $2 in
    '' | *[!0-9]*) usage ;;
  esac
  case $1 in
    --workers) workers=$2 ;;
    --jobs) jobs=$2 ;;
  esac
  shift 2
done
if [ "$workers" -lt 2 ] || [ "$jobs" -lt 1 ]; then
  usage
fi

cd "$root"
unset FRAMEMILL_TOKEN FRAMEMILL_MEDIA_DIR RABBITMQ_PASSWORD
# Always this one: what is under this name is deleted, and a name from the environment may be that of
# an installation.
export COMPOSE_PROJECT_NAME=framemill-check
export FRAMEMILL_PORT="${FRAMEMILL_PORT:-18090}" RABBITMQ_PORT="${RABBITMQ_PORT:-18672}"
work=$(mktemp -d)
table=$work/table
: >"$table"
: >"$work/env"

say() {
  printf 'compose-check: %s\n' "$*" >&2
}

# Of a user's .env nothing is wanted here.
if docker compose version >/dev/null 2>&1; then
  compose() { docker compose --env-file "$work/env" "$@"; }
else
  compose() { docker-compose --env-file "$work/env" "$@"; }
fi

finish() {
  if [ -z "$keep" ]; then
    compose down --volumes --remove-orphans >"$work/down.log" 2>&1 || cat "$work/down.log" >&2
    rm -rf "$work"
  fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- the table -----------------------------------------------------------------------------

failed=
row() { # ok|FAILED what detail
  printf '| %-62s | %-6s | %s |\n' "$2" "$1" "$3" >>"$table"
  say "$1: $2 ($3)"
  [ "$1" = ok ] || failed=yes
}

print_table() {
  printf '\n| %-62s | %-6s | %s |\n| --- | --- | --- |\n' check result 'measured'
  cat "$table"
}

# Ends here, for what follows makes no sense without it.
give_up() { # what detail
  row FAILED "$1" "$2"
  compose logs --tail 40 >&2 || true
  print_table
  exit 1
}

seconds() {
  date +%s
}

# Runs a command each second until it succeeds; fails after $1 seconds.
within() {
  until_second=$(($(seconds) + $1))
  shift
  until "$@"; do
    [ "$(seconds)" -lt "$until_second" ] || return 1
    sleep 1
  done
}

# ---- what is looked at ---------------------------------------------------------------------

container() { # service [number]
  compose ps -q "$1" | sed -n "${2:-1}p"
}

is_healthy() { # containers
  for id in "$@"; do
    state=$(docker inspect -f '{{.State.Status}} {{.State.Health.Status}}' "$id") || return 1
    [ "$state" = 'running healthy' ] || return 1
  done
}

# They are counted: Compose lists running containers alone, which would be none that is not healthy.
runs() { # service containers
  [ "$(compose ps -q "$1" | wc -l)" -eq "$2" ]
}

all_healthy() {
  runs rabbitmq 1 && runs controller 1 && runs worker "$workers" || return 1
  # shellcheck disable=SC2046
  is_healthy $(compose ps -q)
}

framemill() {
  compose exec -T controller framemill "$@"
}

state_of() { # job
  framemill status --json "$1" 2>/dev/null | sed -n 's/.*"state":"\([A-Z_]*\)".*/\1/p'
}

# The pictures of the first video stream of a file in the controller's container.
frames_of() { # file
  framemill inspect --json "$1" | sed -n 's/.*"pictures":{"total":\([0-9]*\).*/\1/p'
}

# Looked at from a worker, for the controller may be down.
in_worker() { # shell command
  docker exec "$survivor" sh -c "$1"
}

some_segments() {
  in_worker 'ls /media/out/*/video/*/*.m4s' >/dev/null 2>&1
}

# Those whose playlists say that nothing follows.
jobs_ended() {
  in_worker 'grep -l EXT-X-ENDLIST /media/out/*/video/480p/playlist.m3u8 2>/dev/null | wc -l' |
    tr -d ' '
}

# ---- the check -----------------------------------------------------------------------------

# What an earlier check left that was killed itself.
compose down --volumes --remove-orphans >/dev/null 2>&1 || true

began=$(seconds)
what='docker compose up --build --detach --scale worker='$workers
if ! compose up --build --detach --scale worker="$workers" >"$work/up.log" 2>&1; then
  tail -40 "$work/up.log" >&2
  give_up "$what" 'see above'
fi
row ok "$what" "$(($(seconds) - began)) s"

began=$(seconds)
within 300 all_healthy || give_up 'all services are healthy' 'not within 300 s'
row ok 'all services are healthy' "$(($(seconds) - began)) s later"

for command in ps logs; do
  if compose "$command" >"$work/$command.log" 2>&1 && grep -q controller "$work/$command.log"; then
    row ok "docker compose $command, without FRAMEMILL_TOKEN" "$(wc -l <"$work/$command.log" | tr -d ' ') lines"
  else
    row FAILED "docker compose $command, without FRAMEMILL_TOKEN" "$(tail -1 "$work/$command.log")"
  fi
done

controller=$(container controller)
victim=$(container worker 1)
survivor=$(container worker 2)
secret=$(compose exec -T controller stat -c '%a %s' /var/lib/framemill/token) || secret=missing
[ "$secret" = '600 64' ] && result=ok || result=FAILED
row "$result" 'the API has a secret that was made at the first start' "mode, bytes: $secret"

answer=$(docker exec "$controller" curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8090/v1/jobs) || true
[ "$answer" = 401 ] && result=ok || result=FAILED
row "$result" 'the API refuses who does not know it' "status $answer"

if command -v curl >/dev/null 2>&1; then
  answer=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$FRAMEMILL_PORT/health/ready") || true
  [ "$answer" = 200 ] && result=ok || result=FAILED
  row "$result" "the API is reached at 127.0.0.1:$FRAMEMILL_PORT" "status $answer"
fi

docker cp "$clip" "$controller:/tmp/clip.mp4" >/dev/null
number=0
ids=
while [ $number -lt "$jobs" ]; do
  ids="$ids $(framemill submit -p hls-h264-quality /tmp/clip.mp4 2>"$work/submit.log")" ||
    give_up 'jobs are submitted' "$(tail -1 "$work/submit.log")"
  number=$((number + 1))
done
row ok 'jobs are submitted' "$jobs uploads of $clip_frames frames"

within 120 some_segments || give_up 'encoding begins' 'no segment within 120 s'
docker kill "$controller" "$victim" >/dev/null
ended=$(jobs_ended)
[ "$ended" -lt "$jobs" ] && result=ok || result=FAILED
row "$result" 'docker kill of the controller and a worker, in mid-job' "$ended of $jobs jobs had ended"

began=$(seconds)
docker start "$controller" >/dev/null
within 120 is_healthy "$controller" || give_up 'the controller works again' 'not within 120 s'
row ok 'the controller works again' "$(($(seconds) - began)) s later"

for job in $ids; do
  began=$(seconds)
  while state=$(state_of "$job"); do
    case $state in
      DONE | FAILED | CANCELLED) break ;;
    esac
    [ $(($(seconds) - began)) -lt 900 ] || break
    sleep 1
  done
  [ "$state" = DONE ] && result=ok || result=FAILED
  row "$result" "job $job comes to its end" "$state, $(($(seconds) - began)) s later"
done

expected=$(frames_of /tmp/clip.mp4)
for job in $ids; do
  counts=
  result=ok
  [ "$expected" = "$clip_frames" ] || result=FAILED
  for video in $(in_worker "cd /media/out/$job/video && ls"); do
    docker exec "$controller" sh -c "cd /media/out/$job/video/$video && cat init.mp4 0*.m4s >/tmp/whole.mp4"
    count=$(frames_of /tmp/whole.mp4)
    [ "$count" = "$clip_frames" ] || result=FAILED
    counts="$counts $video: $count"
  done
  [ -n "$counts" ] || result=FAILED
  row "$result" "job $job has all $clip_frames frames in each rendition" "${counts# }"
done

began=$(seconds)
what='docker compose up brings the killed worker back'
if ! compose up --detach --scale worker="$workers" >"$work/up.log" 2>&1; then
  tail -40 "$work/up.log" >&2
  row FAILED "$what" 'docker compose up failed, see above'
elif within 120 all_healthy; then
  row ok "$what" "$(($(seconds) - began)) s, $workers workers"
else
  row FAILED "$what" "not $workers healthy workers within 120 s"
fi

print_table
[ -z "$failed" ]

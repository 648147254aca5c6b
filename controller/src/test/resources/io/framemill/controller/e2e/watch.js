// Reports once what was seen of a video: to be used by the page of each player.
const video = document.querySelector('video');
const errors = [];
const sizes = new Set();
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
      errors,
    }),
  });
}

function play() {
  video.playbackRate = 2;
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

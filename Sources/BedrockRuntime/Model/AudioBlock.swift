public import AWSCore

/// A sound recording in a message.
public struct AudioBlock: Sendable, Hashable, Codable {
    /// How the sound is encoded.
    public var format: Format
    /// The recording.
    public var source: MediaSource
    /// Why the model could not make the recording; only in answers.
    public var error: MediaError?

    /// Creates one from its members.
    public init(format: Format, source: MediaSource, error: MediaError? = nil) {
        self.format = format
        self.source = source
        self.error = error
    }

    /// An MP3 recording.
    public static func mp3(_ bytes: [UInt8]) -> Self { Self(format: .mp3, source: .bytes(Blob(bytes))) }
    /// A WAV recording.
    public static func wav(_ bytes: [UInt8]) -> Self { Self(format: .wav, source: .bytes(Blob(bytes))) }

    /// How sound is encoded. An open set.
    public struct Format: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// MP3.
        public static let mp3: Self = "mp3"
        /// Opus.
        public static let opus: Self = "opus"
        /// WAV.
        public static let wav: Self = "wav"
        /// AAC.
        public static let aac: Self = "aac"
        /// FLAC.
        public static let flac: Self = "flac"
        /// MP4.
        public static let mp4: Self = "mp4"
        /// OGG.
        public static let ogg: Self = "ogg"
        /// MKV.
        public static let mkv: Self = "mkv"
        /// MKA.
        public static let mka: Self = "mka"
        /// AAC under its older media type.
        public static let xAAC: Self = "x-aac"
        /// M4A.
        public static let m4a: Self = "m4a"
        /// MPEG.
        public static let mpeg: Self = "mpeg"
        /// MPGA.
        public static let mpga: Self = "mpga"
        /// PCM.
        public static let pcm: Self = "pcm"
        /// WEBM.
        public static let webm: Self = "webm"
    }
}

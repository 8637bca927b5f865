public import AWSCore

/// A sound recording in a message.
public struct AudioBlock: Sendable, Hashable, Codable {
    /// How the sound is encoded.
    public var format: Format
    /// The recording.
    public var source: Source
    /// Why the model could not make the recording; only in answers.
    public var error: MediaError?

    /// Creates one from its members.
    public init(format: Format, source: Source, error: MediaError? = nil) {
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

    /// Where the bytes of a sound recording come from.
    public enum Source: Sendable, Hashable {
        /// The bytes themselves.
        case bytes(Blob)
        /// An object in Amazon S3 that the caller may read.
        case s3Location(S3Location)
        /// A member that this version does not know, by its name on the wire.
        case unknown(String, JSONValue)
    }
}

extension AudioBlock.Source: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "bytes": self = .bytes(try union.value())
        case "s3Location": self = .s3Location(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .bytes(let value): try encoder.encode(member: "bytes", value)
        case .s3Location(let value): try encoder.encode(member: "s3Location", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

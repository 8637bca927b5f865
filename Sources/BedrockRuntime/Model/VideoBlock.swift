public import AWSCore

/// A video in a message.
public struct VideoBlock: Sendable, Hashable, Codable {
    /// How the video is encoded.
    public var format: Format
    /// The video.
    public var source: MediaSource

    /// Creates one from its members.
    public init(format: Format, source: MediaSource) {
        self.format = format
        self.source = source
    }

    /// An MP4 video.
    public static func mp4(_ bytes: [UInt8]) -> Self { Self(format: .mp4, source: .bytes(Blob(bytes))) }

    /// How a video is encoded. An open set.
    public struct Format: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// MKV.
        public static let mkv: Self = "mkv"
        /// MOV.
        public static let mov: Self = "mov"
        /// MP4.
        public static let mp4: Self = "mp4"
        /// WEBM.
        public static let webm: Self = "webm"
        /// FLV.
        public static let flv: Self = "flv"
        /// MPEG.
        public static let mpeg: Self = "mpeg"
        /// MPG.
        public static let mpg: Self = "mpg"
        /// WMV.
        public static let wmv: Self = "wmv"
        /// 3GP.
        public static let threeGP: Self = "three_gp"
    }
}

public import AWSCore

/// An image in a message.
public struct ImageBlock: Sendable, Hashable, Codable {
    /// How the image is encoded.
    public var format: Format
    /// The image.
    public var source: MediaSource
    /// Why the model could not make the image; only in answers.
    public var error: MediaError?

    /// Creates one from its members.
    public init(format: Format, source: MediaSource, error: MediaError? = nil) {
        self.format = format
        self.source = source
        self.error = error
    }

    /// A PNG image.
    public static func png(_ bytes: [UInt8]) -> Self { Self(format: .png, source: .bytes(Blob(bytes))) }
    /// A JPEG image.
    public static func jpeg(_ bytes: [UInt8]) -> Self { Self(format: .jpeg, source: .bytes(Blob(bytes))) }
    /// A GIF image.
    public static func gif(_ bytes: [UInt8]) -> Self { Self(format: .gif, source: .bytes(Blob(bytes))) }
    /// A WebP image.
    public static func webp(_ bytes: [UInt8]) -> Self { Self(format: .webp, source: .bytes(Blob(bytes))) }

    /// How an image is encoded. An open set.
    public struct Format: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// PNG.
        public static let png: Self = "png"
        /// JPEG.
        public static let jpeg: Self = "jpeg"
        /// GIF.
        public static let gif: Self = "gif"
        /// WEBP.
        public static let webp: Self = "webp"
    }
}

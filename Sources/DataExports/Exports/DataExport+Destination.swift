public import AWSCore

extension DataExport {
    /// Where the files go.
    public struct Destination: Sendable, Hashable, Codable {
        /// The form of the files.
        public struct Output: Sendable, Hashable, Codable {
            /// For whom files are laid out.
            public struct Kind: OpenStringSet {
                /// The name on the wire.
                public let rawValue: String

                /// A kind by its name on the wire.
                public init(rawValue: String) { self.rawValue = rawValue }

                /// For whoever.
                public static let custom = Self(rawValue: "CUSTOM")
                /// For Athena.
                public static let athena = Self(rawValue: "ATHENA")
                /// For Redshift.
                public static let redshift = Self(rawValue: "REDSHIFT")
            }

            /// The format of files.
            public struct Format: OpenStringSet {
                /// The name on the wire.
                public let rawValue: String

                /// A format by its name on the wire.
                public init(rawValue: String) { self.rawValue = rawValue }

                /// Texts with commas between them.
                public static let csv = Self(rawValue: "TEXT_OR_CSV")
                /// Columns; a query reads only those that it needs.
                public static let parquet = Self(rawValue: "PARQUET")
            }

            /// How files are compressed.
            public struct Compression: OpenStringSet {
                /// The name on the wire.
                public let rawValue: String

                /// A compression by its name on the wire.
                public init(rawValue: String) { self.rawValue = rawValue }

                /// For texts.
                public static let gzip = Self(rawValue: "GZIP")
                /// For Parquet, which compresses itself.
                public static let parquet = Self(rawValue: "PARQUET")
            }

            /// What becomes of the files of the last delivery.
            public struct Overwrite: OpenStringSet {
                /// The name on the wire.
                public let rawValue: String

                /// A rule by its name on the wire.
                public init(rawValue: String) { self.rawValue = rawValue }

                /// They stay, beside new ones.
                public static let createNew = Self(rawValue: "CREATE_NEW_REPORT")
                /// They are replaced.
                public static let overwrite = Self(rawValue: "OVERWRITE_REPORT")
            }

            /// For whom the files are laid out.
            public var kind: Kind
            /// Their format.
            public var format: Format
            /// How they are compressed.
            public var compression: Compression
            /// What becomes of the files of the last delivery.
            public var overwrite: Overwrite

            private enum CodingKeys: String, CodingKey {
                case kind = "OutputType"
                case format = "Format"
                case compression = "Compression"
                case overwrite = "Overwrite"
            }

            /// A form of files.
            public init(kind: Kind, format: Format, compression: Compression, overwrite: Overwrite) {
                self.kind = kind
                self.format = format
                self.compression = compression
                self.overwrite = overwrite
            }
        }

        /// The bucket.
        public var bucket: String
        /// The account that owns the bucket, where it is another.
        public var bucketOwner: String?
        /// What the names of the files begin with.
        public var prefix: String
        /// The bucket's Region.
        public var region: Region
        /// The form of the files.
        public var output: Output

        private enum CodingKeys: String, CodingKey {
            case bucket = "S3Bucket"
            case bucketOwner = "S3BucketOwner"
            case prefix = "S3Prefix"
            case region = "S3Region"
            case output = "S3OutputConfigurations"
        }

        /// A place in S3; by default for Parquet files that each delivery replaces.
        public init(
            bucket: String, bucketOwner: String? = nil, prefix: String, region: Region,
            output: Output = Output(kind: .custom, format: .parquet, compression: .parquet, overwrite: .overwrite)
        ) {
            self.bucket = bucket
            self.bucketOwner = bucketOwner
            self.prefix = prefix
            self.region = region
            self.output = output
        }
    }
}

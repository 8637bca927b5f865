public import AWSCore

/// Generated text with the sources it cites.
public struct CitationsContentBlock: Sendable, Hashable, Codable {
    /// The generated text.
    public var content: [TextBlock]?
    /// Its sources.
    public var citations: [Citation]?

    /// Creates one from its members.
    public init(content: [TextBlock]? = nil, citations: [Citation]? = nil) {
        self.content = content
        self.citations = citations
    }
}

/// A source that generated text cites.
public struct Citation: Sendable, Hashable, Codable {
    /// The source's title.
    public var title: String?
    /// The search result or document that is cited.
    public var source: String?
    /// The passages that are cited.
    public var sourceContent: [TextBlock]?
    /// Where in the source they stand.
    public var location: CitationLocation?

    /// Creates one from its members.
    public init(
        title: String? = nil, source: String? = nil, sourceContent: [TextBlock]? = nil,
        location: CitationLocation? =
            nil
    ) {
        self.title = title
        self.source = source
        self.sourceContent = sourceContent
        self.location = location
    }
}

/// Where in a source a cited passage stands.
public enum CitationLocation: Sendable, Hashable {
    /// On a web page.
    case web(Web)
    /// A range of characters of a document.
    case documentChar(DocumentRange)
    /// A range of pages of a document.
    case documentPage(DocumentRange)
    /// A range of the pieces of a document.
    case documentChunk(DocumentRange)
    /// A range of the pieces of a search result.
    case searchResultLocation(SearchResultRange)
    /// A member that this version does not know, by its name on the wire.
    case unknown(String, JSONValue)

    /// A web page.
    public struct Web: Sendable, Hashable, Codable {
        /// Its address.
        public var url: String?
        /// Its domain.
        public var domain: String?

        /// Creates one from its members.
        public init(url: String? = nil, domain: String? = nil) {
            self.url = url
            self.domain = domain
        }
    }

    /// A range in a document; what is counted (characters, pages or pieces) follows from the location's kind.
    public struct DocumentRange: Sendable, Hashable, Codable {
        /// The document's index in the request, from 0.
        public var documentIndex: Int?
        /// The first one cited.
        public var start: Int?
        /// Where the range ends.
        public var end: Int?

        /// Creates one from its members.
        public init(documentIndex: Int? = nil, start: Int? = nil, end: Int? = nil) {
            self.documentIndex = documentIndex
            self.start = start
            self.end = end
        }
    }

    /// A range of the pieces of a search result.
    public struct SearchResultRange: Sendable, Hashable, Codable {
        /// The search result's index in the request, from 0.
        public var searchResultIndex: Int?
        /// The first piece cited.
        public var start: Int?
        /// Where the range ends.
        public var end: Int?

        /// Creates one from its members.
        public init(searchResultIndex: Int? = nil, start: Int? = nil, end: Int? = nil) {
            self.searchResultIndex = searchResultIndex
            self.start = start
            self.end = end
        }
    }
}

extension CitationLocation: Codable {
    /// Decodes the one member that is set.
    public init(from decoder: any Decoder) throws {
        let union = try UnionDecoder(decoder)
        switch union.member {
        case "web": self = .web(try union.value())
        case "documentChar": self = .documentChar(try union.value())
        case "documentPage": self = .documentPage(try union.value())
        case "documentChunk": self = .documentChunk(try union.value())
        case "searchResultLocation": self = .searchResultLocation(try union.value())
        default: self = .unknown(union.member, try union.value())
        }
    }

    /// Encodes an object of one member.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .web(let value): try encoder.encode(member: "web", value)
        case .documentChar(let value): try encoder.encode(member: "documentChar", value)
        case .documentPage(let value): try encoder.encode(member: "documentPage", value)
        case .documentChunk(let value): try encoder.encode(member: "documentChunk", value)
        case .searchResultLocation(let value): try encoder.encode(member: "searchResultLocation", value)
        case .unknown(let member, let value): try encoder.encode(member: member, value)
        }
    }
}

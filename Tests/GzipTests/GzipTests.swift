import Testing

@testable import Gzip

/// Gzip files, whole and broken. The literal files were written by GNU gzip and CPython.
struct GzipTests {
    /// `printf hello | gzip -n`
    static let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x86,
        0xA6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00,
    ]
    static let text = Array("hello".utf8)

    /// Bytes that hardly compress, so that a file of them is longer than one piece.
    static func noise(_ count: Int) -> [UInt8] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    static func pieces(_ file: [UInt8], cutEvery length: Int, limits: GzipLimits = .init()) throws -> [UInt8] {
        var inflater = try GzipInflater(limits: limits)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: file.count, by: length) {
            inflater.append(Array(file[start..<min(start + length, file.count)]))
            while let piece = try inflater.next() { bytes += piece }
        }
        try inflater.finish()
        return bytes
    }

    @Test func `a file of GNU gzip inflates to its text`() throws {
        #expect(try Gzip.decompress(Self.hello) == Self.text)
    }

    @Test func `what is compressed inflates to itself, at each level and of any length`() throws {
        for bytes in [[], [0], Self.text, Self.noise(200_000), [UInt8](repeating: 7, count: 1_000_000)] {
            for level in [0, 1, 6, 9] {
                let file = try Gzip.compress(bytes, level: level)
                #expect(try Gzip.decompress(file) == bytes)
            }
        }
    }

    @Test func `repeated bytes take little room, and the same bytes give the same file`() throws {
        let bytes = [UInt8](repeating: 7, count: 1_000_000)
        let file = try Gzip.compress(bytes)
        #expect(file.count < 2_000)
        #expect(file.prefix(4) == [0x1F, 0x8B, 8, 0])
        #expect(try Gzip.compress(bytes) == file)
    }

    @Test(arguments: [1, 2, 7, 1000])
    func `a file cut anywhere inflates to the same bytes`(length: Int) throws {
        let bytes = Self.noise(5_000) + [UInt8](repeating: 1, count: 100_000)
        #expect(try Self.pieces(try Gzip.compress(bytes), cutEvery: length) == bytes)
    }

    @Test func `no piece is longer than 64 KiB, however much a chunk inflates to`() throws {
        var inflater = try GzipInflater()
        inflater.append(try Gzip.compress([UInt8](repeating: 0, count: 1_000_000)))
        var lengths: [Int] = []
        while let piece = try inflater.next() { lengths.append(piece.count) }
        try inflater.finish()
        #expect(lengths.reduce(0, +) == 1_000_000)
        #expect(lengths.allSatisfy { $0 <= 65_536 })
    }

    @Test(arguments: [1, 24, 25, 26, 100])
    func `members one after another are one file`(length: Int) throws {
        let file = Self.hello + (try Gzip.compress([])) + Self.hello
        #expect(try Self.pieces(file, cutEvery: length) == Self.text + Self.text)
    }

    @Test func `a file that ends early is truncated, wherever it ends`() throws {
        for length in 0..<Self.hello.count {
            let error = #expect(throws: GzipError.self) { try Gzip.decompress(Array(Self.hello.prefix(length))) }
            #expect(error?.code == .truncated, "at \(length)")
        }
        let error = #expect(throws: GzipError.self) { try Gzip.decompress(Array(Self.hello.dropLast(1))) }
        #expect(error?.description == "truncated: the file ends inside member 1, after 5 bytes")
        let nothing = #expect(throws: GzipError.self) { try Gzip.decompress([]) }
        #expect(nothing?.description == "truncated: no bytes, where a gzip header must stand")
    }

    @Test func `each broken byte of checksum, length or header is found`() throws {
        for index in [0, 1, 2] + Array((Self.hello.count - 8)..<Self.hello.count) {
            var file = Self.hello
            file[index] ^= 0x40
            let error = #expect(throws: GzipError.self) { try Gzip.decompress(file) }
            #expect(error?.code == .corrupt, "at \(index)")
        }
    }

    @Test func `what follows a member and is none is corrupt, and its number is named`() throws {
        let error = #expect(throws: GzipError.self) { try Gzip.decompress(Self.hello + Array("no gzip".utf8)) }
        #expect(error?.description == "corrupt: member 2 is no valid gzip: incorrect header check")
    }

    @Test func `a file that inflates beyond the limit ends at it`() throws {
        let file = try Gzip.compress([UInt8](repeating: 0, count: 10_000_000))
        var inflater = try GzipInflater(limits: GzipLimits(outputLength: 100_000))
        inflater.append(file)
        var delivered = 0
        let error = #expect(throws: GzipError.self) {
            while let piece = try inflater.next() { delivered += piece.count }
        }
        #expect(error?.description == "tooLarge: inflates to more than 100000 bytes")
        #expect(delivered == 65_536)
        let again = #expect(throws: GzipError.self) { try inflater.next() }
        #expect(again == error)
        #expect(throws: GzipError.self) { try inflater.finish() }
        #expect(try Gzip.decompress(Self.hello, limits: GzipLimits(outputLength: 5)) == Self.text)
    }

    @Test func `more members than allowed are refused`() throws {
        let limits = GzipLimits(memberCount: 1)
        #expect(try Gzip.decompress(Self.hello, limits: limits) == Self.text)
        let error = #expect(throws: GzipError.self) { try Gzip.decompress(Self.hello + Self.hello, limits: limits) }
        #expect(error?.description == "tooManyMembers: more than 1 gzip members in one file")
    }
}

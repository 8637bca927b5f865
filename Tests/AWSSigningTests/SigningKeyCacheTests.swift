import Foundation
import HTTPTypes
import Testing

@testable import AWSSigning

@Suite struct SigningKeyCacheTests {
    let day = Date(timeIntervalSince1970: 1_769_868_326)

    func credentials(_ number: Int) -> Credentials {
        Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret \(number)")
    }

    func signature(
        _ cache: SigningKeyCache, _ credentials: Credentials, _ date: Date, _ region: String, _ service: String
    )
        throws -> Signature
    {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "localhost", path: "/")
        return try SigV4Signer(service: service, region: region, cache: cache)
            .stages(signing: request, with: credentials, at: date).signature
    }

    @Test func `each day, secret, region and service has its own key, kept once`() throws {
        let cache = SigningKeyCache(capacity: 64)
        for _ in 0..<2 {
            for offset in [0.0, 86_400] {
                for number in [1, 2] {
                    for region in ["us-east-1", "eu-west-1"] {
                        for service in ["bedrock", "ce"] {
                            let date = day.addingTimeInterval(offset)
                            let kept = try signature(cache, credentials(number), date, region, service)
                            let fresh = try signature(
                                SigningKeyCache(capacity: 1), credentials(number), date, region, service)
                            #expect(kept == fresh)
                        }
                    }
                }
            }
        }
        #expect(cache.count == 16)
    }

    @Test func `the same second of two days is signed with two keys, any second of one day with one`() throws {
        let cache = SigningKeyCache(capacity: 8)
        let midnight = Date(timeIntervalSince1970: 1_769_904_000)
        for second in [-1.0, 0, 1, 86_399] {
            _ = try signature(cache, credentials(1), midnight.addingTimeInterval(second), "us-east-1", "bedrock")
        }
        #expect(cache.count == 2)
    }

    @Test func `the least recently used key falls out`() throws {
        let cache = SigningKeyCache(capacity: 3)
        let timestamp = try SigningTimestamp(day)
        func key(_ number: Int) throws -> HMACKey {
            try cache.key(for: credentials(number), at: timestamp, region: "r", service: "s").hmac
        }
        let first = try key(1)
        let second = try key(2)
        _ = try key(3)
        #expect(try key(1) === first)
        _ = try key(4)
        #expect(cache.count == 3)
        #expect(try key(1) === first)
        #expect(try key(2) !== second)
    }

    @Test func `equal secrets in different storage share a key`() throws {
        let cache = SigningKeyCache(capacity: 8)
        let timestamp = try SigningTimestamp(day)
        let first = try cache.key(for: credentials(1), at: timestamp, region: "r", service: "s")
        let second = try cache.key(for: credentials(1), at: timestamp, region: "r", service: "s")
        #expect(first.hmac === second.hmac)
    }

    @Test func `many tasks sign alike with one small cache`() async throws {
        let cache = SigningKeyCache(capacity: 4)
        let expected = try (0..<8).map { try signature(cache, credentials($0), day, "us-east-1", "bedrock") }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for task in 0..<64 {
                group.addTask {
                    for round in 0..<50 {
                        let number = (task + round) % 8
                        let signature = try signature(cache, credentials(number), day, "us-east-1", "bedrock")
                        guard signature == expected[number] else { return false }
                    }
                    return true
                }
            }
            for try await agrees in group { #expect(agrees) }
        }
        #expect(cache.count <= 4)
    }
}

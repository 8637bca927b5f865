import AWSCore
import Attribution
import BedrockCostTesting
import DataExports
import Foundation
import Testing

@Suite struct ExportTests {
    private static let bucket = DataExport.Destination(bucket: "acme-billing", prefix: "cur", region: .usEast1)

    private func exports(_ mock: MockAWS = MockAWS(seed: 1)) throws -> DataExportsClient {
        DataExportsClient(
            try AWSClient(
                region: .euWest1, transport: mock.transport, credentials: mock.credentials, environment: .empty))
    }

    @Test func `an export of the cost and usage report has the columns that attribution needs`() throws {
        let export = DataExport.costAndUsage(named: "bedrock", to: Self.bucket, granularity: .hourly)
        #expect(export.query.statement.hasPrefix("SELECT bill_payer_account_id, "))
        #expect(export.query.statement.hasSuffix(" FROM COST_AND_USAGE_REPORT"))
        for column in ["resource_tags", "line_item_iam_principal", "line_item_resource_id", "line_item_unblended_cost"]
        {
            #expect(export.query.statement.contains(column))
        }
        let settings = export.query.tableConfigurations?["COST_AND_USAGE_REPORT"]
        #expect(settings?["INCLUDE_IAM_PRINCIPAL_DATA"] == "TRUE")
        #expect(settings?["INCLUDE_RESOURCES"] == "TRUE")
        #expect(settings?["TIME_GRANULARITY"] == "HOURLY")
        let without = DataExport.costAndUsage(named: "bedrock", to: Self.bucket, includesPrincipals: false)
        #expect(!without.query.statement.contains("line_item_iam_principal"))
        #expect(without.query.tableConfigurations?["COST_AND_USAGE_REPORT"]?["INCLUDE_IAM_PRINCIPAL_DATA"] == "FALSE")
    }

    @Test func `exports are made, listed, shown and deleted`() async throws {
        let mock = MockAWS(seed: 1)
        let exports = try exports(mock)
        let export = DataExport.costAndUsage(named: "bedrock", to: Self.bucket)
        let arn = try await exports.create(export, tags: ["owner": "finops"])
        _ = try await exports.create(.costAndUsage(named: "second", to: Self.bucket))
        #expect(try await exports.exports().collect().map(\.exportName) == ["bedrock", "second"])
        mock.clock.advance(by: .seconds(86_400))
        let shown = try await exports.export(arn)
        #expect(shown.export?.query == export.query)
        #expect(shown.export?.destination == export.destination)
        #expect(shown.status?.health == .healthy)
        #expect(shown.status?.lastRefreshed != nil)
        let twice = await #expect(throws: AWSError.self) { try await exports.create(export) }
        #expect(twice?.code == .validation)
        try await exports.delete(arn)
        let gone = await #expect(throws: AWSError.self) { try await exports.export(arn) }
        #expect(gone?.code == .notFound)
        #expect(mock.requests.allSatisfy { $0.region == "us-east-1" })
    }

    @Test func `an export has tags of its own, and tells them in pages`() async throws {
        let mock = MockAWS(seed: 1)
        let exports = try exports(mock)
        let arn = try await exports.create(.costAndUsage(named: "bedrock", to: Self.bucket), tags: ["owner": "claims"])
        try await exports.tag(arn, ["owner": "finops", "env": "prod", "team": "data"])
        let all = try await exports.tags(of: arn)
        #expect(all == ["env": "prod", "owner": "finops", "team": "data"])
        let pages = try await exports.aws.pages(of: ListExportTags(arn, maxResults: 2)).collect { [$0.tags.count] }
        #expect(pages == [2, 1])
        try await exports.untag(arn, keys: ["env", "nothing"])
        let left = try await exports.tags(of: arn)
        #expect(left == ["owner": "finops", "team": "data"])
        try await exports.delete(arn)
        let gone = await #expect(throws: AWSError.self) { try await exports.tags(of: arn) }
        #expect(gone?.code == .notFound)
    }

    static let refusedTags: [(@Sendable (DataExportsClient, ARN) async throws -> Void, String)] = [
        (
            { try await $0.tag($1, TagSet(unvalidated: [.init(key: "", value: "v")])) },
            "ResourceTags: a key has 1 to 128 characters, a value up to 256"
        ),
        ({ try await $0.untag($1, keys: [""]) }, "ResourceTagKeys: a key has 1 to 128 characters"),
        (
            { _ = try await $0.aws.send(ListExportTags($1, maxResults: 301)) }, "MaxResults: from 1 to 300, got 301"
        ),
        (
            { exports, _ in
                guard let bucket = ARN("arn:aws:s3:::acme") else { return }
                _ = try await exports.tags(of: bucket)
            }, "ResourceArn: arn:aws:s3:::acme is not the ARN of an export"
        ),
    ]

    @Test(arguments: refusedTags)
    func `tags that the service would refuse are refused before they are sent`(
        _ call: @Sendable (DataExportsClient, ARN) async throws -> Void, _ message: String
    ) async throws {
        let mock = MockAWS(seed: 1)
        let exports = try exports(mock)
        let arn = try #require(ARN("arn:aws:bcm-data-exports:us-east-1:123456789012:export/bedrock-1"))
        let error = await #expect(throws: AWSError.self) { try await call(exports, arn) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == message)
        #expect(mock.requests.isEmpty)
    }

    static let refused: [(@Sendable (inout DataExport) -> Void, String)] = [
        ({ $0.name = "a b" }, #"Name: 1 to 128 letters, digits, - and _ are a name, which "a b" is not"#),
        ({ $0.name = "" }, #"Name: 1 to 128 letters, digits, - and _ are a name, which "" is not"#),
        ({ $0.note = String(repeating: "x", count: 1025) }, "Description: at most 1024 characters, got 1025"),
        ({ $0.query.statement = "" }, "QueryStatement: 1 to 36000 characters, got 0"),
        ({ $0.destination.bucket = "s3://b" }, #"S3Bucket: a bucket's name alone, got "s3://b""#),
        ({ $0.destination.output.compression = .gzip }, "Compression: PARQUET does not go with GZIP"),
    ]

    @Test(arguments: refused)
    func `an export that the service would refuse is refused before it is sent`(
        _ change: @Sendable (inout DataExport) -> Void, _ message: String
    ) async throws {
        let mock = MockAWS(seed: 1)
        var export = DataExport.costAndUsage(named: "bedrock", to: Self.bucket)
        change(&export)
        let error = await #expect(throws: AWSError.self) { try await exports(mock).create(export) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == message)
        #expect(mock.requests.isEmpty)
    }

    @Test func `the endpoint is the partition's own, on its dual-stack name`() throws {
        for (region, url, signing) in [
            ("eu-west-1", "https://bcm-data-exports.us-east-1.api.aws", "us-east-1"),
            ("us-gov-east-1", "https://bcm-data-exports.us-gov-west-1.api.aws", "us-gov-west-1"),
            ("cn-north-1", "https://bcm-data-exports.cn-northwest-1.api.amazonwebservices.com.cn", "cn-northwest-1"),
            ("us-iso-east-1", "https://bcm-data-exports.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"),
        ] {
            let endpoint = try Endpoint.resolve(DataExportsService.self, region: Region(rawValue: region))
            #expect(endpoint.url == url)
            #expect(endpoint.signingRegion.rawValue == signing)
        }
        let wrong = #expect(throws: AWSError.self) {
            try GetExport(try #require(ARN("arn:aws:s3:::bucket"))).validate()
        }
        #expect(wrong?.message == "ExportArn: arn:aws:s3:::bucket is not the ARN of an export")
    }
}

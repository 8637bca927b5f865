import Foundation
import Testing

@testable import AWSCore

@Suite struct `Names` {
    @Test func `an ARN has six parts and keeps its resource whole`() throws {
        let text = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1/b:2"
        let arn = try #require(ARN(text))
        #expect(arn.partition == "aws")
        #expect(arn.service == "bedrock")
        #expect(arn.region == "us-east-1")
        #expect(arn.accountID == "123456789012")
        #expect(arn.resource == "application-inference-profile/a1/b:2")
        #expect(arn.resourceType == "application-inference-profile")
        #expect(arn.resourceID == "a1/b:2")
        #expect("\(arn)" == text)
        let model = try #require(ARN("arn:aws:bedrock:us-east-1::foundation-model/x"))
        #expect(model.accountID.isEmpty)
        let plain = try #require(ARN("arn:aws:sns:us-east-1:123456789012:topic"))
        #expect(plain.resourceType.isEmpty)
        #expect(plain.resourceID == "topic")
    }

    @Test(arguments: [
        "", "arn", "arn:aws:s:r:a", "arn::s:r:a:x", "arn:aws::r:a:x", "arn:aws:s:r:a:", "ARN:aws:s:r:a:x",
    ])
    func `what lacks a part is no ARN`(_ text: String) {
        #expect(ARN(text) == nil)
        #expect(throws: DecodingError.self) { try AWSJSON.decode(ARN.self, from: Array("\"\(text)\"".utf8)) }
    }

    @Test func `an ARN travels as its string`() throws {
        let arn = try #require(ARN("arn:aws:s:r:a:x"))
        #expect(try AWSJSON.decode(ARN.self, from: AWSJSON.encode(arn)) == arn)
    }

    @Test(arguments: ["us-east-1", "eusc-de-east-1", "aws-global", "x"])
    func `a Region's shape is accepted, known or not`(_ code: String) {
        #expect(Region(rawValue: code).isWellFormed)
    }

    @Test(arguments: [
        "", "-a", "a-", "US-EAST-1", "us east", "us.east", "a/b", "a@b", "ü", "a\n", String(repeating: "a", count: 64),
    ])
    func `what may not stand in a host name is no Region`(_ code: String) {
        #expect(!Region(rawValue: code).isWellFormed)
    }

    @Test func `labels of a path are percent-encoded whole, greedy ones keep slashes`() {
        let label = "arn:aws:x/y z~é"
        #expect(
            ("/model/\(label)/invoke" as RequestPath).percentEncoded == "/model/arn%3Aaws%3Ax%2Fy%20z~%C3%A9/invoke")
        #expect(("/k/\(greedy: label)" as RequestPath).percentEncoded == "/k/arn%3Aaws%3Ax/y%20z~%C3%A9")
        #expect(("/a%2Fb" as RequestPath).percentEncoded == "/a%2Fb")
        #expect(RequestPath(percentEncoded: "/x").description == "/x")
    }

    @Test func `query items keep their order, and absent values are left out`() {
        var query = RequestQuery()
        query.append("b", "1 2")
        query.append("a", 3)
        query.append("gone", String?.none)
        query.append("b", "+&=")
        query.append(flag: "last")
        #expect(query.percentEncoded == "b=1%202&a=3&b=%2B%26%3D&last")
        #expect(RequestQuery().percentEncoded == "")
    }
}

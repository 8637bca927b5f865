import AWSCore
import AWSSigning
import Attribution
import BedrockControl
import BedrockRuntime
import CostExplorer
import CurlTransport
import Metering
import TaggingLookup

/// Drives the SDK against a moto server that `Tests/Interop/moto_checks.py` has started and filled.
///
/// Endpoint, Region and keys come from the environment, as in any program. Prints `ok NAME` or `FAIL NAME: …` for each check.
@main
struct SDKAgainstMoto {
    static func main() async throws {
        let aws = try AWSClient(transport: CurlTransport())
        if CommandLine.arguments.dropFirst() == ["ledger"] {
            await SpendStoreChecks.run(aws)
            return
        }
        guard CommandLine.arguments.count == 2, let job = ARN(CommandLine.arguments[1]) else {
            print("FAIL usage: interop-moto JOB_ARN|ledger")
            return
        }
        await check("sts GetCallerIdentity") {
            try await STSClient(aws).callerIdentity().account == "123456789012"
        }
        await check("sts AssumeRole, and a call with its session") {
            let role = AssumeRole(roleARN: "arn:aws:iam::123456789012:role/Interop", sessionName: "interop")
            let session = try await STSClient(aws).assumeRole(role)
            let identity = try await STSClient(aws.assuming(role)).callerIdentity()
            return session.credentials.sessionToken != nil && session.credentials.expiration != nil
                && identity.arn.hasSuffix("assumed-role/Interop/interop")
        }
        await CredentialChecks.run(aws)
        await tagging(TaggingClient(aws))
        await control(BedrockControlClient(aws), job)
        await InvocationLoggingChecks.run(aws)
        await costs(CostExplorerClient(aws))
        await CloudWatchChecks.run(aws)
        await billing(aws)
        await check("bedrock-runtime InvokeModel") {
            let output = try await BedrockRuntimeClient(aws).invokeModel(
                model: "amazon.nova-lite-v1:0", body: Array("{}".utf8))
            return !output.body.isEmpty
        }
    }

    private static func tagging(_ tagging: TaggingClient) async {
        await check("tagging GetResources of S3 and SQS") {
            let found = try await tagging.resources(tagged: ["dept": "claims"]).collect().map(\.arn.rawValue)
            return Set(found) == ["arn:aws:s3:::claims-files", "arn:aws:sqs:us-east-1:123456789012:claims-queue"]
        }
        await check("tagging GetResources by type") {
            let found = try await tagging.resources(tagged: ["dept": "claims"], types: ["sqs"]).collect()
            return found.map(\.arn.service) == ["sqs"] && found.first?.tags["env"] == "prod"
        }
        await check("tagging GetTagKeys") {
            try await Set(tagging.tagKeys().collect()).contains("dept")
        }
        await check("tagging GetTagValues") {
            try await Set(tagging.tagValues(of: "dept").collect()) == ["claims", "sales"]
        }
    }

    private static func control(_ control: BedrockControlClient, _ job: ARN) async {
        await check("bedrock TagResource, ListTagsForResource, UntagResource") {
            try await control.tag(job, ["dept": "claims", "env": "prod"])
            try await control.untag(job, keys: ["env"])
            return try await control.tags(of: job) == ["dept": "claims"]
        }
        await check("bedrock: a resource that is not there") {
            do throws(AWSError) {
                _ = try await control.tags(
                    of: ARN("arn:aws:bedrock:us-east-1:123456789012:model-customization-job/none") ?? job)
                return false
            } catch {
                return error.code == .notFound && error.serviceCode == "ResourceNotFoundException"
            }
        }
        await check("bedrock: a server that answers 500 with a page of HTML") {
            do throws(AWSError) {
                _ = try await control.foundationModels()
                return false
            } catch {
                return error.code == .serviceFault && error.httpStatus == 500
            }
        }
    }

    private static func costs(_ explorer: CostExplorerClient) async {
        await check("ce GetCostAndUsage") {
            let report = try await explorer.costs(in: .month(2026, 10), by: .tag("dept"))
            return report.map(\.tag) == [nil, "claims"] && report.total.description == "12.3456789012"
        }
        await CostCategoryChecks.run(explorer)
    }

    static func check(_ name: String, _ body: () async throws -> Bool) async {
        do {
            print(try await body() ? "ok \(name)" : "FAIL \(name): not what was expected")
        } catch {
            print("FAIL \(name): \(error)")
        }
    }
}

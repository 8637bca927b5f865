import AWSCore
import BedrockCost

extension BuiltOperations {
    static let simpleNotification: [String: BuiltEntry] = [
        "Publish": BuiltEntry(
            sample: #"{"TopicArn": "arn:aws:sns:us-east-1:123456789012:spend", "Message": "80 % is spent"}"#
        ) { params in
            BuiltOperation(try publish(params)) {
                .members([
                    ("MessageId", .string($0.messageID)), ("SequenceNumber", $0.sequenceNumber.map(JSON.string)),
                ])
            }
        }
    ]

    private static func publish(_ params: JSON) throws -> Publish {
        var operation = Publish(
            try require(params["Message"].string, "no Message"),
            to: try require(params["TopicArn"].string.flatMap { ARN($0) }, "no TopicArn"))
        operation.subject = params["Subject"].string
        for attribute in params["MessageAttributes"].members {
            operation.attributes[attribute.name] = Publish.Attribute(
                attribute.value["StringValue"].string,
                dataType: try require(attribute.value["DataType"].string, "an attribute without a type"))
        }
        operation.group = params["MessageGroupId"].string
        operation.deduplicationID = params["MessageDeduplicationId"].string
        return operation
    }
}

import DynamoDBLedger

extension BuiltOperations {
    static let dynamoDB: [String: BuiltEntry] = [
        "BatchGetItem": BuiltEntry(
            BatchGetItem.self,
            sample: #"{"RequestItems": {"spend": {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "b"}}]}}}"#),
        "CreateTable": BuiltEntry(CreateTable.self, sample: #"{"TableName": "spend"}"#),
        "DescribeTable": BuiltEntry(DescribeTable.self, sample: #"{"TableName": "spend"}"#),
        "GetItem": BuiltEntry(
            GetItem.self, sample: #"{"TableName": "spend", "Key": {"pk": {"S": "a"}, "sk": {"S": "b"}}}"#),
        "PutItem": BuiltEntry(
            PutItem.self, sample: #"{"TableName": "spend", "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}}}"#),
        "Query": BuiltEntry(Query.self, sample: #"{"TableName": "spend"}"#),
        "TransactWriteItems": BuiltEntry(
            TransactWriteItems.self,
            sample: #"""
                {"TransactItems": [{"Delete": {"TableName": "spend", "Key": {"pk": {"S": "a"}, "sk": {"S": "b"}}}}]}
                """#),
        "UpdateItem": BuiltEntry(
            UpdateItem.self, sample: #"{"TableName": "spend", "Key": {"pk": {"S": "a"}, "sk": {"S": "b"}}}"#),
    ]
}

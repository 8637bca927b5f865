import DataExports

extension BuiltOperations {
    private static let export = #"{"ExportArn": "arn:aws:bcm-data-exports:us-east-1:123456789012:export/e-1"}"#
    private static let resource = #""ResourceArn": "arn:aws:bcm-data-exports:us-east-1:123456789012:export/e-1""#
    private static let query = #"{"QueryExecutionId": "11111111-2222-4333-8444-555555555555"}"#

    static let dataExports: [String: BuiltEntry] = [
        "CreateExport": BuiltEntry(
            CreateExport.self,
            sample: """
                {"Export": {"Name": "e", "DataQuery": {"QueryStatement": "SELECT product FROM COST_AND_USAGE_REPORT"},
                 "DestinationConfigurations": {"S3Destination": {"S3Bucket": "b", "S3Prefix": "p", "S3Region": "us-east-1",
                  "S3OutputConfigurations": {"OutputType": "CUSTOM", "Format": "PARQUET", "Compression": "PARQUET",
                   "Overwrite": "OVERWRITE_REPORT"}}},
                 "RefreshCadence": {"Frequency": "SYNCHRONOUS"}}}
                """),
        "DeleteExport": BuiltEntry(DeleteExport.self, sample: export),
        "GetExport": BuiltEntry(GetExport.self, sample: export),
        "ListExports": BuiltEntry(ListExports.self),
        "ListTagsForResource": BuiltEntry(ListExportTags.self, sample: #"{\#(resource)}"#),
        "TagResource": BuiltEntry(
            TagExport.self, sample: #"{\#(resource), "ResourceTags": [{"Key": "k", "Value": "v"}]}"#),
        "UntagResource": BuiltEntry(UntagExport.self, sample: #"{\#(resource), "ResourceTagKeys": ["k"]}"#),
    ]

    static let athena: [String: BuiltEntry] = [
        "GetQueryExecution": BuiltEntry(GetQueryExecution.self, sample: query),
        "GetQueryResults": BuiltEntry(GetQueryResults.self, sample: query),
        "StartQueryExecution": BuiltEntry(StartQueryExecution.self, sample: #"{"QueryString": "SELECT 1"}"#),
        "StopQueryExecution": BuiltEntry(StopQueryExecution.self, sample: query),
    ]
}

// `import BedrockCost` is all that most programs need: it hands on the modules below.
@_exported public import AWSCore
@_exported public import AWSSigning
@_exported public import Attribution
@_exported public import BedrockControl
@_exported public import BedrockProjects
@_exported public import BedrockRuntime
@_exported public import Budgets
@_exported public import CloudWatch
@_exported public import CostExplorer
@_exported public import CurlTransport
@_exported public import DataExports
@_exported public import DynamoDBLedger
@_exported public import HTTPTransport
@_exported public import InvocationLogs
@_exported public import Metering
@_exported public import TaggingLookup
@_exported public import UsageDialects

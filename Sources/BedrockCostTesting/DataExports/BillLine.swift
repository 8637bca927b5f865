#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A line of the cost and usage report, with as much of its columns as the simulator's bill knows.
struct BillLine {
    let item: LineItem
    let payer: String

    static let columns: Set<String> = [
        "bill_payer_account_id", "line_item_usage_account_id", "line_item_usage_start_date",
        "line_item_line_item_type", "line_item_product_code", "line_item_usage_type", "line_item_operation",
        "line_item_resource_id", "line_item_usage_amount", "line_item_currency_code", "line_item_unblended_cost",
        "line_item_net_unblended_cost", "line_item_legal_entity", "product", "resource_tags", "tags",
        "line_item_iam_principal",
    ]

    private var day: CivilDate { CivilDate(daysSinceEpoch: item.key.day) }

    /// The month whose partition holds the line.
    var billingPeriod: String { String(day.description.prefix(7)) }

    /// The value of a column; `nil` for one that no report has.
    func value(of column: String) -> SQLValue? {
        switch column {
        case "bill_payer_account_id": .text(payer)
        case "line_item_usage_account_id": .text(item.key.account)
        case "line_item_usage_start_date":
            .text("\(day) \(padded(item.key.hour - item.key.day * 24, 2)):00:00.000")
        case "line_item_line_item_type": .text("Usage")
        case "line_item_product_code": .text(item.key.billingEntity == "AWS" ? "AmazonBedrock" : "marketplace")
        case "line_item_usage_type": .text(item.key.usageType)
        case "line_item_operation": .text(item.key.operation)
        case "line_item_resource_id": item.key.resource.isEmpty ? .null : .text(item.key.resource)
        case "line_item_usage_amount": .text(decimal(item.quantity, scale: 6))
        case "line_item_currency_code": .text("USD")
        case "line_item_unblended_cost", "line_item_net_unblended_cost": .amount(item.cost)
        case "line_item_legal_entity": .text("Amazon Web Services, Inc.")
        case "product": .map(["product_name": item.key.service, "region": item.key.region])
        case "resource_tags": .map(Self.rewritten(item.key.attributedTags))
        case "tags":
            .map(Dictionary(uniqueKeysWithValues: item.key.attributedTags.map { ("resourceTags/\($0)", $1) }))
        case "line_item_iam_principal": item.key.principal.isEmpty ? .null : .text(item.key.principal)
        case "billing_period": .text(billingPeriod)
        default: nil
        }
    }

    /// The keys as the report writes them: `CostCenter` is `user_cost_center`.
    private static func rewritten(_ tags: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            var name = "user_"
            var wasLower = false
            for byte in key.utf8 {
                let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                if isUpper && wasLower { name += "_" }
                name += Constraint.isAlphanumeric(byte) ? Character(Unicode.Scalar(byte)).lowercased() : "_"
                wasLower = !isUpper && Constraint.isAlphanumeric(byte)
            }
            result[name] = value
        }
        return result
    }
}

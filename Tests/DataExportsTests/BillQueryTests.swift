import AWSCore
import BedrockCostTesting
import DataExports
import Foundation
import Metering
import Testing

@Suite struct BillQueryTests {
    private static let table = BillTable(database: "billing", name: "bedrock")
    private static let october = [BillingMonth(2026, 10)]

    @Test func `a query reads only the months that it is asked for, and only usage of Bedrock`() throws {
        let sql = try BillQuery(
            of: Self.table, in: [BillingMonth(2026, 11), BillingMonth(2026, 10), BillingMonth(2026, 10)],
            by: .tag("CostCenter"), .day
        ).sql()
        #expect(
            sql == """
                SELECT nullif(element_at("resource_tags", 'user_cost_center'), '') AS "group_1", \
                date_format("line_item_usage_start_date", '%Y-%m-%d') AS "group_2", \
                "line_item_currency_code" AS "currency", \
                sum(CAST("line_item_unblended_cost" AS decimal(38, 18))) AS "cost"
                FROM "billing"."bedrock"
                WHERE "billing_period" IN ('2026-10', '2026-11') AND "line_item_line_item_type" = 'Usage' \
                AND "line_item_resource_id" LIKE 'arn:aws%:bedrock%:%'
                GROUP BY 1, 2, 3
                ORDER BY 1, 2, 3
                """)
    }

    @Test func `filters, other cost columns and whole tag keys have their SQL`() throws {
        var table = Self.table
        table.catalog = "AwsDataCatalog"
        table.tagColumn = .tags
        let sql = try BillQuery(
            of: table, in: Self.october, by: .principal,
            where: [.untagged("dept"), .tag("iamPrincipal/team", in: ["a", "b"]), .accounts(["123456789012"])],
            cost: .netUnblendedCost
        ).sql()
        #expect(sql.contains(#"FROM "AwsDataCatalog"."billing"."bedrock""#))
        #expect(sql.contains(#"nullif(element_at("tags", 'resourceTags/dept'), '') IS NULL"#))
        #expect(sql.contains(#"nullif(element_at("tags", 'iamPrincipal/team'), '') IN ('a', 'b')"#))
        #expect(sql.contains(#""line_item_usage_account_id" IN ('123456789012')"#))
        #expect(sql.contains(#"sum(CAST("line_item_net_unblended_cost" AS decimal(38, 18)))"#))
        #expect(sql.contains(#"SELECT "line_item_iam_principal" AS "group_1""#))
    }

    @Test(arguments: [
        ("CostCenter", "user_cost_center"), ("cost-center", "user_cost_center"), ("dept", "user_dept"),
        ("Project:Name", "user_project_name"), ("team2Lead", "user_team2_lead"), ("ABC", "user_abc"),
    ])
    func `tag keys are rewritten as the report does it`(_ key: String, _ rewritten: String) {
        #expect(CostAndUsage.resourceTagKey(key) == rewritten)
    }

    /// Texts that would end a literal, open a comment or begin another statement.
    static let attacks = [
        "x' OR '1'='1", "x'; DROP TABLE bill; --", "'", "''", "\\'", "x\\", "/* x */", "--", "x' UNION SELECT 1 --",
        // A quote with a combining accent is one Character, and to a database still a quote.
        "x'\u{301} OR 1=1 --", "\"\u{301}", "名'前", "a\"b",
    ]

    @Test(arguments: attacks)
    func `whatever stands in a value or a name stays inside its quotes`(_ attack: String) throws {
        let table = BillTable(database: "billing\(attack)", name: "bedrock\(attack)", tagColumn: .tags)
        let sql = try BillQuery(
            of: table, in: Self.october, by: .tag(attack), where: [.tag("dept", in: [attack]), .accounts([attack])]
        ).sql()
        // Without what is quoted, the statement is the same as for harmless names.
        let harmless = try BillQuery(
            of: BillTable(database: "a", name: "b", tagColumn: .tags), in: Self.october, by: .tag("c"),
            where: [.tag("dept", in: ["d"]), .accounts(["e"])]
        ).sql()
        #expect(Self.outside(sql) == Self.outside(harmless))
        #expect(Self.quoted(sql, by: "'").filter { $0 == attack }.count >= 2)
        #expect(Self.quoted(sql, by: "'").contains(attack.contains("/") ? attack : "resourceTags/\(attack)"))
        #expect(Self.quoted(sql, by: "\"").contains("bedrock\(attack)"))
    }

    /// What is left of a statement where every quoted text is empty.
    private static func outside(_ sql: String) -> String { parts(sql).outside }
    private static func quoted(_ sql: String, by quote: Unicode.Scalar) -> [String] {
        parts(sql).quoted.filter { $0.quote == quote }.map(\.text)
    }

    private static func parts(_ sql: String) -> (outside: String, quoted: [(quote: Unicode.Scalar, text: String)]) {
        var outside = ""
        var quoted: [(quote: Unicode.Scalar, text: String)] = []
        let scalars = Array(sql.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let quote = scalars[index]
            index += 1
            guard quote == "'" || quote == "\"" else {
                outside.unicodeScalars.append(quote)
                continue
            }
            var text = String.UnicodeScalarView()
            while index < scalars.count {
                let scalar = scalars[index]
                index += 1
                if scalar == quote {
                    guard index < scalars.count, scalars[index] == quote else { break }
                    index += 1
                }
                text.append(scalar)
            }
            quoted.append((quote, String(text)))
            outside += "?"
        }
        return (outside, quoted)
    }

    static let refused: [(BillQuery, String)] = [
        (
            BillQuery(of: table, in: []),
            "months: at least one is needed: without it the whole bill would be scanned"
        ),
        (BillQuery(of: table, in: [BillingMonth(2026, 13)]), "months: 2026-13 is no month"),
        (
            BillQuery(of: BillTable(database: "", name: "b"), in: october),
            #"database: 1 to 255 bytes without control characters, which "" is not"#
        ),
        (
            BillQuery(of: BillTable(database: "a", name: "b\u{0}"), in: october),
            #"table: 1 to 255 bytes without control characters, which "b\0" is not"#
        ),
        (BillQuery(of: table, in: october, by: .tag("")), "tag: a key has at least one character"),
        (BillQuery(of: table, in: october, by: .tag("a\nb")), #"tag: "a\nb" has control characters"#),
        (
            BillQuery(of: table, in: october, where: [.tag("dept", in: [])]),
            #"values of the tag "dept": at least one is needed"#
        ),
        (BillQuery(of: table, in: october, where: [.accounts([])]), "accounts: at least one is needed"),
    ]

    @Test(arguments: refused)
    func `a question that cannot be asked is refused with the reason`(_ query: BillQuery, _ message: String) {
        let error = #expect(throws: AWSError.self) { try query.sql() }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == message)
    }
}

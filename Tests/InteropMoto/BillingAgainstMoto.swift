import AWSCore
import Attribution
import Budgets
import DataExports
import Metering
import TaggingLookup

/// Budgets, Parameter Store, Secrets Manager and Athena against moto.
extension SDKAgainstMoto {
    static func billing(_ aws: AWSClient) async {
        let budgets = BudgetsClient(aws, accountID: "123456789012")
        let eighty = BudgetNotification.actual(over: .percent(80))
        await check("budgets CreateBudget, DescribeBudget") {
            try await budgets.createMonthly(
                named: "claims", limit: Money("500.25"), tagged: ["dept": "claims"],
                notify: [eighty: [.email("lead@example.com")]])
            let budget = try await budgets.budget(named: "claims")
            return try budget.limit?.money() == Money("500.25")
                && budget.costFilters == ["TagKeyValue": ["user:dept$claims"]] && budget.timeUnit == .monthly
        }
        await check("budgets DescribeBudgets and notifications") {
            let names = try await budgets.budgets().collect().map(\.name)
            let notifications = try await budgets.notifications(ofBudget: "claims").collect()
            return names == ["claims"] && notifications.map(\.threshold) == [.percent(80)]
        }
        await check("budgets CreateNotification, DeleteNotification") {
            let full = BudgetNotification.forecast(over: .percent(100))
            try await budgets.add(full, toBudget: "claims", for: [.email("lead@example.com")])
            try await budgets.remove(eighty, fromBudget: "claims")
            return try await budgets.notifications(ofBudget: "claims").collect().map(\.kind) == [.forecasted]
        }
        await check("budgets: a name that is taken, and DeleteBudget") {
            do throws(AWSError) {
                try await budgets.create(Budget(named: "claims", limit: .usd(1)))
                return false
            } catch {
                guard error.serviceCode == "DuplicateRecordException", error.code == .conflict else { return false }
            }
            try await budgets.delete(budgetNamed: "claims")
            return try await budgets.budgets().collect().isEmpty
        }
        await staticMaps(aws)
        await check("athena: a query, its rows and exact amounts") {
            let athena = AthenaClient(aws, outputLocation: "s3://results/")
            let report = try await athena.costs(
                BillQuery(
                    of: BillTable(database: "billing", name: "bill"), in: [BillingMonth(2026, 10)], by: .tag("dept")))
            return report.rows.map(\.values) == [["claims"], [nil]]
                && report.total.description == "1.500000000000000001"
        }
    }

    private static func staticMaps(_ aws: AWSClient) async {
        await check("ssm GetParameter, decrypted, as a map") {
            let profiles = StaticProfiles(ParameterMapSource("/bedrock/map", namesAre: "dept", aws))
            return try await profiles.profile(tagged: ["dept": "sales"]).resourceID == "sales"
        }
        await check("ssm GetParametersByPath, all pages, as a map") {
            let profiles = StaticProfiles(
                ParameterPathMapSource("/bedrock/profiles", levelsAre: ["env", "dept"], aws))
            return try await profiles.profile(tagged: ["env": "prod", "dept": "team11"]).resourceID == "p11"
        }
        await check("ssm: a parameter that is not there") {
            do throws(AWSError) {
                _ = try await aws.send(GetParameter("/nothing"))
                return false
            } catch {
                return error.code == .notFound && error.serviceCode == "ParameterNotFound"
            }
        }
        await check("secretsmanager GetSecretValue as a map") {
            let profiles = StaticProfiles(SecretMapSource("bedrock/profile-map", aws))
            return try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "secret"
        }
    }
}

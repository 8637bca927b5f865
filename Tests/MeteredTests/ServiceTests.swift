#if ServiceLifecycle
import BedrockCost
import BedrockCostTesting
import Foundation
import Logging
import ServiceLifecycle
import Testing

@Suite("Background parts as services")
struct ServiceTests {
    private let desk = MeteredDesk()

    @Test("a graceful shutdown gives back what the process holds, and delivers what waits")
    func shutsDown() async throws {
        var leases = SpendLeases.Configuration()
        leases.moneySlice = SpendAmount.usd(1).count
        let bedrock = try desk.bedrock(limit: .usd(100)) { $0.leases = leases }
        try await desk.ask(bedrock)
        #expect((try await desk.balance())?.held == .usd(1))
        let sink = TestSink()
        let alerts = try SpendAlerts(desk.store, as: "relay", to: [sink]) { $0.burnRules = [] }
        _ = try await desk.store.perform(Told())
        let services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: bedrock), .init(service: alerts),
            .init(service: Done(), successTerminationBehavior: .gracefullyShutdownGroup),
        ]
        let configuration = ServiceGroupConfiguration(
            services: services, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await ServiceGroup(configuration: configuration).run()
        let balance = try #require(try await desk.balance())
        #expect(balance.held == .usd(0))
        #expect(try balance.posted == .money(desk.billed))
        #expect(sink.alerts.map(\.id) == ["told"])
    }

    /// A program that has done its work.
    private struct Done: Service {
        func run() async throws {}
    }

    /// Puts an event into the outbox.
    private struct Told: SpendOperation {
        func validate() throws(SpendError) {}
        func apply(to transaction: inout some SpendTransaction) throws(SpendError) {
            try transaction.emit(
                SpendEvent(
                    id: "told", at: Date(timeIntervalSince1970: 0),
                    kind: .holdExpired(hold: "h", owner: "o", charges: [])))
        }
    }
}
#endif

import Foundation
import Metering
import Testing

@Suite struct `Amounts that budgets count` {
    private func coded(_ amount: SpendAmount) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(amount), as: UTF8.self)
    }

    private func decoded(_ text: String) throws -> SpendAmount {
        try JSONDecoder().decode(SpendAmount.self, from: Data(text.utf8))
    }

    @Test func `they are written with all digits and their unit`() {
        #expect(SpendAmount.usd(12).description == "12 USD")
        #expect(SpendAmount(count: 1, of: .money(.eur)).description == "0.000000000000000001 EUR")
        #expect(SpendAmount.tokens(-5).description == "-5 tokens")
        #expect(SpendUnit.money(.cny).description == "CNY")
    }

    @Test func `they are coded as money or as tokens, every digit kept`() throws {
        #expect(try coded(.usd(12)) == #"{"money":{"amount":"12","currency":"USD"}}"#)
        #expect(try coded(.tokens(1_200)) == #"{"tokens":"1200"}"#)
        let amounts: [SpendAmount] = [
            .usd(0), SpendAmount(count: -1, of: .money(.eur)), SpendAmount(count: .max, of: .money(.usd)),
            SpendAmount(count: .min + 1, of: .tokens), SpendAmount(count: .max, of: .tokens),
        ]
        for amount in amounts { #expect(try decoded(coded(amount)) == amount) }
    }

    @Test(arguments: [
        #"{"tokens": "1.5"}"#, #"{"tokens": "many"}"#, #"{"tokens": 5}"#, #"{"money": {"amount": "x"}}"#, "{}",
        #"{"tokens": "170141183460469231731687303715884105728"}"#,
    ])
    func `what is no amount is not decoded`(text: String) {
        #expect(throws: DecodingError.self) { try decoded(text) }
    }

    @Test func `units are not mixed`() {
        let pairs: [(SpendAmount, SpendAmount)] = [
            (.usd(1), .tokens(1)), (.usd(1), SpendAmount(count: 1, of: .money(.eur))),
        ]
        for (one, other) in pairs {
            let sum = #expect(throws: SpendError.self) { try one.adding(other) }
            #expect(sum?.code == .mixedUnits)
            let difference = #expect(throws: SpendError.self) { try one.subtracting(other) }
            #expect(difference?.code == .mixedUnits)
        }
        let error = #expect(throws: SpendError.self) { try pairs[0].0.adding(pairs[0].1) }
        #expect(error?.message == "USD and tokens cannot be put together")
    }

    @Test func `what exceeds 128 bits is an error`() throws {
        let most = SpendAmount(count: .max, of: .tokens)
        let least = SpendAmount(count: .min, of: .tokens)
        #expect(throws: SpendError.self) { try most.adding(.tokens(1)) }
        #expect(throws: SpendError.self) { try least.subtracting(.tokens(1)) }
        #expect(throws: SpendError.self) { try SpendAmount.tokens(0).subtracting(least) }
        #expect(try most.subtracting(most) == .tokens(0))
    }

    @Test func `tokens are no money`() {
        #expect(SpendAmount.tokens(5).money == nil)
        #expect(SpendAmount.usd(5).money == .usd(5))
    }

    @Test func `costs are coded as a price or as what lacks one`() throws {
        let costs: [UsageCost] = [.priced(.usd(cents: 5)), .unpriced(missing: []), .unpriced(missing: [.input])]
        for cost in costs {
            #expect(try JSONDecoder().decode(UsageCost.self, from: JSONEncoder().encode(cost)) == cost)
        }
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(UsageCost.self, from: Data("{}".utf8)) }
    }
}

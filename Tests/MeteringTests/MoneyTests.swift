import Foundation
import Metering
import Testing

@Suite struct MoneyTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("0.00", "0"), ("12", "12"), ("+12", "12"), ("007.50", "7.5"), ("-0.5", "-0.5"),
        ("0.0000000001", "0.0000000001"), ("1E-10", "0.0000000001"), ("1.2E-7", "0.00000012"), ("1.2e+3", "1200"),
        ("123.4567890123456789", "123.4567890123456789"), ("19603.8709998732", "19603.8709998732"),
        ("0.000000000000000001", "0.000000000000000001"), ("1.5000000000000000000000000", "1.5"),
        ("0E-400", "0"), ("0E99999999999999999999", "0"), ("1200000000E-25", "0.00000000000000012"),
        ("170141183460469231731.687303715884105727", "170141183460469231731.687303715884105727"),
        ("-170141183460469231731.687303715884105728", "-170141183460469231731.687303715884105728"),
    ])
    func `an amount is read exactly and written without zeros at its end`(_ text: String, _ expected: String) throws {
        let money = try Money(text)
        #expect(money.description == expected)
        #expect(try Money(money.description) == money)
    }

    @Test(arguments: [
        "", " 1", "1 ", "-", "+", ".5", "5.", "1,5", "1.2.3", "0x10", "1E", "1E+", "NaN", "Infinity", "１",
    ])
    func `a text that is no decimal number is refused by name`(_ text: String) {
        let error = #expect(throws: MoneyError.self) { try Money(text) }
        #expect(error?.code == .malformed)
        #expect(error?.description == "malformed: \"\(text)\" is not a decimal number")
    }

    @Test func `digits beyond the eighteenth are refused, not dropped`() {
        let error = #expect(throws: MoneyError.self) { try Money("0.0000000000000000015") }
        #expect(error?.code == .tooPrecise)
        #expect(
            error?.description
                == "tooPrecise: \"0.0000000000000000015\" has more than 18 digits after the point")
        #expect(throws: MoneyError.self) { try Money("1E-19") }
        #expect(throws: MoneyError.self) { try Money("1E-99999999999999999999") }
    }

    @Test func `an amount beyond 128 bits is an error, however it comes about`() throws {
        let most = Money(attoUnits: .max)
        let least = Money(attoUnits: .min)
        let cent = Money.usd(cents: 1)
        for attempt: @Sendable () throws -> Void in [
            { _ = try Money("170141183460469231731.687303715884105728") },
            { _ = try Money("1E999999999999") },
            { _ = try most.adding(cent) },
            { _ = try least.subtracting(cent) },
            { _ = try most.multiplied(by: 2) },
            { _ = try least.multiplied(by: -1) },
            { _ = try Money.sum([most, cent]) },
        ] {
            let error = #expect(throws: MoneyError.self) { try attempt() }
            #expect(error?.code == .overflow)
        }
        let error = #expect(throws: MoneyError.self) { try most.multiplied(by: 2) }
        #expect(
            error?.description
                == "overflow: 170141183460469231731.687303715884105727 × 2 does not fit 128 bits")
    }

    @Test func `a million tenths add up to exactly one hundred thousand`() throws {
        let tenth = try Money("0.1")
        #expect(try Money.sum(repeatElement(tenth, count: 1_000_000)) == .usd(100_000))
        #expect(try tenth.multiplied(by: 1_000_000) == .usd(100_000))
        #expect(try Money.usd(1).subtracting(tenth).description == "0.9")
        #expect(try Money("0.000003").multiplied(by: 12_345).description == "0.037035")
    }

    @Test func `two currencies are never put together`() throws {
        let dollar = Money.usd(1)
        let yuan = try Money("1", .cny)
        #expect(dollar != yuan)
        for attempt: @Sendable () throws -> Void in [
            { _ = try dollar.adding(yuan) }, { _ = try dollar.subtracting(yuan) },
            { _ = try dollar.isLess(than: yuan) }, { _ = try Money.sum([yuan, dollar], currency: .cny) },
            { _ = try Money.sum([yuan]) },
        ] {
            let error = #expect(throws: MoneyError.self) { try attempt() }
            #expect(error?.code == .mixedCurrencies)
        }
        let error = #expect(throws: MoneyError.self) { try dollar.adding(yuan) }
        #expect(error?.description == "mixedCurrencies: USD and CNY cannot be put together")
        #expect(try Money.sum([], currency: .cny) == .zero(.cny))
    }

    @Test func `amounts of one currency have an order`() throws {
        let amounts = try ["2", "-1", "0.5"].map { try Money($0) }
        #expect(try amounts.sorted { try $0.isLess(than: $1) }.map(\.description) == ["-1", "0.5", "2"])
        #expect(try Money("-0.01").isNegative)
        #expect(Money.zero().isZero && !Money.zero().isNegative)
    }

    @Test(arguments: [
        ("0.125", 2, "0.12"), ("0.135", 2, "0.14"), ("0.1250000001", 2, "0.13"), ("-0.125", 2, "-0.12"),
        ("-0.135", 2, "-0.14"), ("-0.001", 2, "0.00"), ("0.5", 0, "0"), ("1.5", 0, "2"), ("2.5", 0, "2"),
        ("12", 2, "12.00"), ("999.999", 2, "1000.00"), ("1", 20, "1.00000000000000000000"), ("1.6", -3, "2"),
        ("0.000000000000000001", 18, "0.000000000000000001"), ("-7.25", 1, "-7.2"),
    ])
    func `rounding goes to the even neighbour`(_ text: String, _ digits: Int, _ expected: String) throws {
        #expect(try Money(text).formatted(fractionDigits: digits) == expected)
    }

    @Test func `JSON keeps every digit as text`() throws {
        let money = try Money("123.4567890123456789", .cny)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(money)
        #expect(String(decoding: json, as: UTF8.self) == #"{"amount":"123.4567890123456789","currency":"CNY"}"#)
        #expect(try JSONDecoder().decode(Money.self, from: json) == money)
        #expect(try JSONDecoder().decode(Money.self, from: Data(#"{"amount":"1"}"#.utf8)) == .usd(1))
    }

    @Test func `JSON without a decimal text is refused`() {
        for json in [#"{"amount":"twelve"}"#, #"{"amount":12.5}"#, #"{"currency":"USD"}"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Money.self, from: Data(json.utf8)) }
        }
    }
}

import Metering
import Testing

@Suite struct `What two books price differently` {
    private func row(_ price: String, _ source: String, region: String? = nil, above: Int = 0) throws -> PriceRow {
        PriceRow(
            model: "m", region: region, .input, contextAbove: above, unitPrice: try Money(price),
            provenance: PriceProvenance(source))
    }

    @Test func `is told with both prices and their sources`() throws {
        let day = try #require(PriceDay("2026-10-01"))
        let ours = PriceBook([try row("2", "ours"), try row("3", "ours", above: 1_000)])
        let theirs = PriceBook([try row("2", "theirs"), try row("2.2", "theirs", region: "eu-west-1")])
        #expect(
            ours.differences(from: theirs, on: day).map(\.description) == [
                "m * inRegion input standard above 1000: 3 (ours), 2 (theirs)",
                "m eu-west-1 inRegion input standard: 2 (ours), 2.2 (theirs)",
            ])
        #expect(ours.differences(from: ours, on: day).isEmpty)
        #expect(ours.differences(from: PriceBook(), on: day).isEmpty)
    }
}

import BedrockCost

/// The code of Metering's landing page that is about prices.
enum PricePrograms {
    static func book(_ offer: [UInt8], _ contract: String, _ usage: TokenUsage, _ today: PriceDay) throws {
        let list = try PriceImport(awsOffer: offer)
        for note in list.notes where note.reason != .otherProduct { print(note) }

        var book = PriceBook.bundled
        for suspicious in book.add(list.rows) { print(suspicious) }
        book.add(try PriceImport(csv: contract).rows)

        let model = PricedModel(id: "anthropic.claude-sonnet-4-6", region: "eu-west-1", scope: .geographic)
        switch try book.cost(of: usage, of: model, on: today) {
        case .priced(let amount): print(amount)
        case .unpriced(let missing): print("no price of", missing)
        }
    }
}

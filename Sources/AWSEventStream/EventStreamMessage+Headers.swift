extension EventStreamMessage {
    /// The headers of a message in the order of the wire, decoded as they are visited.
    public struct Headers: Sequence, Sendable {
        let message: EventStreamMessage

        /// Decodes one header after another.
        public struct Iterator: IteratorProtocol {
            private let message: EventStreamMessage
            private var walk: HeaderWalk

            init(_ message: EventStreamMessage) {
                self.message = message
                self.walk = HeaderWalk(headersLength: message.headersLength)
            }

            /// The next header, `nil` after the last.
            public mutating func next() -> EventStreamHeader? {
                message.withFrame { frame in
                    nextRaw(in: frame).map { header in
                        EventStreamHeader(
                            String(decoding: frame[header.name], as: UTF8.self), Headers.value(of: header, in: frame))
                    }
                }
            }

            fileprivate mutating func nextRaw(in frame: UnsafeRawBufferPointer) -> RawHeader? {
                // A message is only made of a block that was walked to its end before, so there is nothing to throw.
                try? walk.next(in: frame)
            }
        }

        /// Starts at the first header.
        public func makeIterator() -> Iterator { Iterator(message) }

        /// The value of the header called `name`; `nil` where there is none.
        public subscript(name: String) -> EventStreamHeaderValue? {
            var name = name
            return name.withUTF8 { name in
                message.withFrame { frame in
                    var iterator = makeIterator()
                    while let header = iterator.nextRaw(in: frame) {
                        if frame[header.name].elementsEqual(name) { return Self.value(of: header, in: frame) }
                    }
                    return nil
                }
            }
        }

        private static func value(of header: RawHeader, in frame: UnsafeRawBufferPointer) -> EventStreamHeaderValue {
            let position = header.value.lowerBound
            return switch header.type {
            case 0: .bool(true)
            case 1: .bool(false)
            case 2: .byte(frame.bigEndian(at: position, as: Int8.self))
            case 3: .short(frame.bigEndian(at: position, as: Int16.self))
            case 4: .integer(frame.bigEndian(at: position, as: Int32.self))
            case 5: .long(frame.bigEndian(at: position, as: Int64.self))
            case 7: .string(String(decoding: frame[header.value], as: UTF8.self))
            case 8: .timestamp(milliseconds: frame.bigEndian(at: position, as: Int64.self))
            case 9: .uuid(frame.bigEndian(at: position, as: UInt128.self))
            default: .byteArray(Array(frame[header.value]))
            }
        }
    }

    /// The headers in the order of the wire.
    public var headers: Headers { Headers(message: self) }
}

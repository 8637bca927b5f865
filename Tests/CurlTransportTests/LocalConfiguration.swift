import CurlTransport

extension CurlTransport.Configuration {
    /// Straight to loopback, whatever proxy the machine has.
    static var local: Self { .defaults { $0.proxy = .none } }
}

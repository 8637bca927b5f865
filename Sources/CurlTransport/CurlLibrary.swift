import CCurl
import HTTPTransport

/// The libcurl that this process is linked with.
enum CurlLibrary {
    private static let initialised: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    /// Sets libcurl up, once per process.
    static func initialise() throws(TransportError) {
        guard initialised == CURLE_OK else { throw .configuration("libcurl cannot be initialised") }
        guard features & CURL_VERSION_SSL != 0 else { throw .configuration("libcurl was built without TLS") }
    }

    /// The version, such as `7.88.1`.
    static var version: String {
        guard let text = unsafe info.pointee.version else { return "unknown" }
        return unsafe String(cString: text)
    }

    /// Whether libcurl knows a bundle file of trusted certificates, so that no folder of certificates is needed.
    static var hasSystemBundle: Bool {
        unsafe info.pointee.age.rawValue >= CURLVERSION_SEVENTH.rawValue && info.pointee.cainfo != nil
    }

    private static var features: Int32 { unsafe info.pointee.features }

    private static var info: UnsafeMutablePointer<curl_version_info_data> {
        unsafe curl_version_info(CURLversion(rawValue: CURLVERSION_LAST.rawValue - 1))
    }
}

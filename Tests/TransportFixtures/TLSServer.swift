package import BedrockCostTesting
package import CurlTransport
import Foundation
package import HTTPTypes

/// nginx with TLS, HTTP/2 and a certificate of its own, in front of a scripted ``LoopbackServer``.
///
/// The scripted server speaks no TLS; nginx passes on what it does, byte for byte, without buffering.
package final class TLSServer: Sendable {
    package struct StartError: Error, CustomStringConvertible {
        package let description: String
    }

    private static let nginx = ["/usr/sbin/nginx", "/usr/bin/nginx", "/opt/homebrew/bin/nginx", "/usr/local/bin/nginx"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    private static let openssl = ["/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether the tests that need it can run here.
    package static var isAvailable: Bool { nginx != nil && openssl != nil }

    package let authority: String
    package let certificate: String
    package let backend: LoopbackServer
    private let folder: String
    private let process: ChildProcess

    /// Starts nginx; `settings` goes into its server block.
    package init(
        settings: String = "keepalive_requests 100000; client_max_body_size 0;",
        respond: @escaping @Sendable (LoopbackRequest) -> LoopbackReply
    ) async throws {
        guard let nginx = Self.nginx, let openssl = Self.openssl else {
            throw StartError(description: "nginx or openssl is not installed")
        }
        backend = try LoopbackServer(respond: respond)
        folder = NSTemporaryDirectory() + "tls-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        certificate = folder + "/certificate.pem"
        let made = try ChildProcess(
            openssl,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", folder + "/key.pem", "-out", certificate,
            ]
        ).wait()
        guard made == 0 else { throw StartError(description: "openssl makes no certificate") }
        // A port that was free a moment ago.
        let probe = try LoopbackServer { _ in .response() }
        authority = probe.authority
        probe.stop()
        let configuration = """
            daemon off; master_process off; worker_processes 1;
            pid \(folder)/pid; error_log \(folder)/error.log;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path \(folder)/body; proxy_temp_path \(folder)/proxy;
                fastcgi_temp_path \(folder)/fastcgi; uwsgi_temp_path \(folder)/uwsgi; scgi_temp_path \(folder)/scgi;
                server {
                    listen \(authority) ssl http2;
                    ssl_certificate \(certificate); ssl_certificate_key \(folder)/key.pem;
                    http2_max_concurrent_streams 128; \(settings)
                    location / {
                        proxy_pass http://\(backend.authority);
                        proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
                        proxy_buffering off; proxy_request_buffering off; proxy_read_timeout 600s;
                        proxy_pass_request_headers on; proxy_max_temp_file_size 0;
                        add_header X-Protocol $server_protocol always;
                        add_header X-Connection $connection always;
                    }
                }
            }
            """
        try configuration.write(toFile: folder + "/nginx.conf", atomically: true, encoding: .utf8)
        process = try ChildProcess(
            nginx, ["-p", folder, "-c", folder + "/nginx.conf", "-e", folder + "/error.log"])
        try await waitUntilReady()
    }

    package func stop() {
        process.kill()
        backend.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    package func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "https", authority: authority, path: path)
    }

    /// Settings that trust this server alone.
    package var configuration: CurlTransport.Configuration {
        .defaults {
            $0.proxy = .none
            $0.trust = .file(certificate)
        }
    }

    private func waitUntilReady() async throws {
        let transport = try CurlTransport(configuration)
        for _ in 0..<500 {
            guard process.isRunning else {
                let log = (try? String(contentsOfFile: folder + "/error.log", encoding: .utf8)) ?? "no log"
                throw StartError(description: "nginx ended: \(log)")
            }
            if (try? await transport.exchange(request(.get, "/ready"))) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw StartError(description: "nginx does not answer")
    }
}

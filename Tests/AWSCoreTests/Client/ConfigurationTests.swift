import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

@testable import AWSCore

@Suite struct `Configuring a client` {
    private func refusal(
        _ environment: AWSEnvironment = .empty, region: Region? = .usEast1,
        _ configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) -> String? {
        let error = #expect(throws: AWSError.self) {
            try makeClient(Peer(.ok("{}")), environment: environment, region: region, configure: configure)
        }
        #expect(error?.code == .invalidConfiguration)
        return error?.message
    }

    @Test func `the Region is the given one, or the environment's, or the profile's`() throws {
        let config = "[default]\nregion = eu-west-1\n"
        func region(_ variables: [String: String], _ given: Region? = nil) throws -> Region {
            try makeClient(Peer(.ok("")), environment: .with(variables, config: config), region: given)
                .configuration.region
        }
        #expect(try region([:]) == .euWest1)
        #expect(try region(["AWS_DEFAULT_REGION": "eu-west-2"]) == .euWest2)
        #expect(try region(["AWS_DEFAULT_REGION": "eu-west-2", "AWS_REGION": "eu-west-3"]) == .euWest3)
        #expect(try region(["AWS_REGION": "eu-west-3"], .usWest2) == .usWest2)
        #expect(try region(["AWS_REGION": ""]) == .euWest1)
    }

    @Test func `settings that cannot work say so when the client is made`() {
        #expect(refusal(region: nil) == "no Region: give one, or set AWS_REGION or the profile's region")
        #expect(
            refusal(region: "evil.example/")
                == "\"evil.example/\" is not a Region: lower-case letters, digits and hyphens only")
        #expect(
            refusal(region: "") == "\"\" is not a Region: lower-case letters, digits and hyphens only")
        #expect(
            refusal { $0.retry.maximumAttempts = 0 } == "retry.maximumAttempts must be from 1 to 100, not 0")
        let negative = [
            RetryPolicy { $0.quotaCapacity = -1 }, RetryPolicy { $0.transientCost = -1 },
            RetryPolicy { $0.throttlingDelay = .seconds(-1) },
        ]
        for retry in negative {
            #expect(refusal { $0.retry = retry } == "retry: no delay, cost or quota may be negative")
        }
        #expect(refusal { $0.maximumResponseBytes = 0 } == "maximumResponseBytes must be positive, not 0")
        #expect(
            refusal { $0.transportOptions.idleTimeout = .zero }
                == "transportOptions: every time limit must be longer than zero")
        #expect(
            refusal { $0.transportOptions.responseBodyLimit = -1 }
                == "transportOptions.responseBodyLimit must not be negative")
        #expect(refusal { $0.userAgent = "a\r\nb: c" } == "userAgent must be printable ASCII")
        #expect(
            refusal { $0.endpointURL = "localhost:8080" } == "an endpoint must be an http or https URL")
        #expect(
            refusal {
                $0.endpointURL = "https://localhost"
                $0.endpointOptions.useFIPS = true
            } == "FIPS cannot be combined with a custom endpoint")
    }

    @Test func `variables and settings of the profile that cannot work are named`() {
        #expect(
            refusal(.with(["AWS_MAX_ATTEMPTS": "many"])) == "AWS_MAX_ATTEMPTS must be a whole number, not \"many\"")
        #expect(
            refusal(.with(config: "[default]\nmax_attempts = 2x"))
                == "max_attempts of the profile \"default\" must be a whole number, not \"2x\"")
        #expect(
            refusal(.with(["AWS_USE_FIPS_ENDPOINT": "yes"]))
                == "AWS_USE_FIPS_ENDPOINT must be true or false, not \"yes\"")
        #expect(
            refusal(.with(["AWS_PROFILE": "p"], config: "[profile p]\nuse_dualstack_endpoint = 1"))
                == "use_dualstack_endpoint of the profile \"p\" must be true or false, not \"1\"")
        #expect(
            refusal(.with(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "on"]))
                == "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS must be true or false, not \"on\"")
        #expect(
            refusal(.with(config: "[default]\nservices = mine"))
                == "services of the profile \"default\" names the section \"mine\", which does not exist")
    }

    @Test func `flags and attempts come from the environment before the profile`() throws {
        let config = "[default]\nuse_fips_endpoint = true\nmax_attempts = 7\n"
        func configuration(_ variables: [String: String]) throws -> AWSClientConfiguration {
            try makeClient(Peer(.ok("")), environment: .with(variables, config: config)).configuration
        }
        let ofProfile = try configuration([:])
        #expect(ofProfile.endpointOptions.useFIPS)
        #expect(!ofProfile.endpointOptions.useDualStack)
        #expect(ofProfile.retry.maximumAttempts == 7)
        let ofEnvironment = try configuration([
            "AWS_USE_FIPS_ENDPOINT": "FALSE", "AWS_USE_DUALSTACK_ENDPOINT": "True", "AWS_MAX_ATTEMPTS": "2",
        ])
        #expect(!ofEnvironment.endpointOptions.useFIPS)
        #expect(ofEnvironment.endpointOptions.useDualStack)
        #expect(ofEnvironment.retry.maximumAttempts == 2)
    }

    @Test func `copies differ in what was changed and share the rest`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer)
        let other = try client.with { $0.region = .euWest1 }
        _ = try await other.send(GetWidget())
        #expect(client.configuration.region == .usEast1)
        #expect(peer.exchanges[0].request.authority == "widget-runtime.eu-west-1.amazonaws.com")
        #expect(client.shared === other.shared)
        #expect(throws: AWSError.self) { try client.with { $0.region = "NOT ONE" } }
    }

    @Test func `a copy may log elsewhere and authenticate otherwise`() async throws {
        let (peer, capture) = (Peer(.ok("{}")), LogCapture())
        let client = try makeClient(peer).logging(to: capture.logger).authenticated(by: .anonymous)
        _ = try await client.send(GetWidget())
        #expect(peer.exchanges[0]["authorization"] == nil)
        #expect(capture.lines.count == 1)
        #expect(capture.lines[0].hasPrefix("trace sending"))
    }
}

@Suite struct `Configured endpoints` {
    private func url(_ environment: AWSEnvironment, _ override: String? = nil) throws -> String {
        let client = try makeClient(Peer(.ok("")), environment: environment) { $0.endpointURL = override }
        return try client.configuration.endpoint(of: WidgetService.self).url
    }

    private let config = """
        [default]
        services = mine
        endpoint_url = http://profile

        [services mine]
        widget_runtime =
          endpoint_url = http://profile-service
        other =
          endpoint_url = http://other
        """

    @Test func `the nearest setting counts`() throws {
        let all = ["AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_WIDGET_RUNTIME": "http://one"]
        #expect(try url(.with(all, config: config), "http://code") == "http://code")
        #expect(try url(.with(all, config: config)) == "http://one")
        #expect(try url(.with(["AWS_ENDPOINT_URL": "http://all"], config: config)) == "http://all")
        #expect(try url(.with(config: config)) == "http://profile-service")
        #expect(try url(.with(config: "[default]\nendpoint_url = http://profile")) == "http://profile")
        #expect(try url(.with(["AWS_ENDPOINT_URL": ""])) == "https://widget-runtime.us-east-1.amazonaws.com")
        #expect(
            try url(.with(["AWS_ENDPOINT_URL_OTHER": "http://other"]))
                == "https://widget-runtime.us-east-1.amazonaws.com")
    }

    @Test func `they can be ignored, and the environment overrules the profile in that too`() throws {
        let plain = "https://widget-runtime.us-east-1.amazonaws.com"
        let ignoring = "[default]\nignore_configured_endpoint_urls = true\nendpoint_url = http://profile"
        let variables = ["AWS_ENDPOINT_URL": "http://all"]
        #expect(try url(.with(variables, config: ignoring)) == plain)
        #expect(try url(.with(variables.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) { $1 })) == plain)
        #expect(
            try url(.with(variables.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"]) { $1 }, config: ignoring))
                == "http://all")
        #expect(try url(.with(variables, config: ignoring), "http://code") == "http://code")
    }

    @Test func `one that cannot be is an error that names the setting`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer, environment: .with(["AWS_ENDPOINT_URL": "ftp://x"]))
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(
            error?.description == "invalidConfiguration in Widget Runtime.GetWidget: AWS_ENDPOINT_URL: "
                + "an endpoint must be an http or https URL")
        let fips = try makeClient(
            peer, environment: .with(["AWS_USE_FIPS_ENDPOINT": "true"], config: config))
        let combined = await #expect(throws: AWSError.self) { try await fips.send(GetWidget()) }
        #expect(
            combined?.message == "endpoint_url of widget_runtime in the section \"services mine\": "
                + "FIPS cannot be combined with a custom endpoint")
        #expect(peer.exchanges.isEmpty)
    }
}

@Suite struct `Resolving endpoints` {
    enum Hybrid: AWSService {
        static let serviceID = "Hybrid"
        static let signingName = "hybrid"
        static let endpoint = EndpointRule.partitional("ce")
    }

    private func host<Service: AWSService>(
        _ service: Service.Type, _ region: Region, fips: Bool = false, dualStack: Bool = false
    ) throws -> String {
        var options = EndpointOptions()
        options.useFIPS = fips
        options.useDualStack = dualStack
        let endpoint = try Endpoint.resolve(service, region: region, options: options)
        return "\(endpoint.authority) \(endpoint.signingRegion)"
    }

    @Test func `a regional service is in its Region, in each partition's domain`() throws {
        let widget = WidgetService.self
        #expect(try host(widget, .usEast1) == "widget-runtime.us-east-1.amazonaws.com us-east-1")
        #expect(try host(widget, "cn-north-1") == "widget-runtime.cn-north-1.amazonaws.com.cn cn-north-1")
        #expect(try host(widget, .usGovWest1) == "widget-runtime.us-gov-west-1.amazonaws.com us-gov-west-1")
        #expect(try host(widget, "eusc-de-east-1") == "widget-runtime.eusc-de-east-1.amazonaws.eu eusc-de-east-1")
        #expect(try host(widget, "us-iso-east-1") == "widget-runtime.us-iso-east-1.c2s.ic.gov us-iso-east-1")
        #expect(try host(widget, "us-isob-east-1") == "widget-runtime.us-isob-east-1.sc2s.sgov.gov us-isob-east-1")
        #expect(try host(widget, "xx-new-9") == "widget-runtime.xx-new-9.amazonaws.com xx-new-9")
        #expect(try host(widget, .usEast1, fips: true) == "widget-runtime-fips.us-east-1.amazonaws.com us-east-1")
        #expect(try host(widget, .usEast1, dualStack: true) == "widget-runtime.us-east-1.api.aws us-east-1")
        #expect(
            try host(widget, .usEast1, fips: true, dualStack: true)
                == "widget-runtime-fips.us-east-1.api.aws us-east-1")
    }

    @Test func `a partition's service is in its global Region, and signed for that`() throws {
        #expect(try host(Hybrid.self, .euWest1) == "ce.us-east-1.amazonaws.com us-east-1")
        #expect(try host(Hybrid.self, "cn-north-1") == "ce.cn-northwest-1.amazonaws.com.cn cn-northwest-1")
        #expect(try host(Hybrid.self, .usGovEast1) == "ce.us-gov-west-1.amazonaws.com us-gov-west-1")
        #expect(try host(Hybrid.self, .euWest1, dualStack: true) == "ce.us-east-1.api.aws us-east-1")
    }

    @Test func `STS is regional, but for its old global endpoint and GovCloud's FIPS`() throws {
        #expect(try host(STSService.self, .euWest1) == "sts.eu-west-1.amazonaws.com eu-west-1")
        #expect(try host(STSService.self, "aws-global") == "sts.amazonaws.com us-east-1")
        #expect(try host(STSService.self, .usGovWest1, fips: true) == "sts.us-gov-west-1.amazonaws.com us-gov-west-1")
        #expect(try host(STSService.self, .usEast1, fips: true) == "sts-fips.us-east-1.amazonaws.com us-east-1")
        var options = EndpointOptions()
        options.useSTSGlobalEndpoint = true
        #expect(
            try Endpoint.resolve(STSService.self, region: .euWest1, options: options).authority == "sts.amazonaws.com")
        #expect(
            try Endpoint.resolve(STSService.self, region: "eu-south-2", options: options).authority
                == "sts.eu-south-2.amazonaws.com")
    }

    @Test func `an override keeps the signing Region`() throws {
        let widget = try Endpoint.resolve(WidgetService.self, region: .euWest1, override: "http://[::1]:8000/a/b//")
        #expect(widget.url == "http://[::1]:8000/a/b")
        #expect(widget.signingRegion == .euWest1)
        let hybrid = try Endpoint.resolve(Hybrid.self, region: .euWest1, override: "https://localhost:443")
        #expect(hybrid.url == "https://localhost")
        #expect(hybrid.signingRegion == .usEast1)
        #expect(try Endpoint.resolve(Hybrid.self, region: nil, override: "http://h:80").url == "http://h")
    }

    @Test(arguments: [
        "", "localhost", "ftp://h", "http://", "http:///path", "http://:80", "http://h:", "http://h:x", "http://h:0",
        "http://h:65536", "http://user@h", "http://user:secret@h", "http://h?q", "http://h/#f", "http://h h",
        "http://h\r\nx: y", "http://[]", "http://[::1", "http://[::1]x", "http://ü", "http://h\\x",
    ])
    func `an override that is no plain URL is refused without repeating it`(_ url: String) {
        let error = #expect(throws: AWSError.self) {
            try Endpoint.resolve(WidgetService.self, region: .usEast1, override: url)
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("secret") == false)
    }

    @Test func `an override goes with neither FIPS nor dual-stack, and no Region goes with nothing`() {
        var dualStack = EndpointOptions()
        dualStack.useDualStack = true
        let combined = #expect(throws: AWSError.self) {
            try Endpoint.resolve(WidgetService.self, region: .usEast1, options: dualStack, override: "http://h")
        }
        #expect(combined?.message == "dual-stack cannot be combined with a custom endpoint")
        let homeless = #expect(throws: AWSError.self) { try Endpoint.resolve(WidgetService.self, region: nil) }
        #expect(homeless?.message == "no Region: set one on the client, in AWS_REGION or in the profile")
    }
}

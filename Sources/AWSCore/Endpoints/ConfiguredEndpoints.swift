/// The endpoint URLs that the environment and the shared configuration file set.
struct ConfiguredEndpoints: Sendable {
    private var general: String?
    private var perService: [String: String] = [:]

    init(_ environment: AWSEnvironment) {
        if environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() == "true" { return }
        let profile = environment.profile
        if profile?["ignore_configured_endpoint_urls"]?.lowercased() == "true" { return }
        if let profile, let services = profile["services"] {
            for (service, settings) in environment.sharedConfiguration?.services[services] ?? [:] {
                perService[service.uppercased()] = settings["endpoint_url"]
            }
        }
        general = environment["AWS_ENDPOINT_URL"] ?? profile?["endpoint_url"]
        // The variable that names a service is closer to the call than a file is.
        for (name, value) in environment.variables where name.hasPrefix("AWS_ENDPOINT_URL_") && !value.isEmpty {
            perService[String(name.dropFirst("AWS_ENDPOINT_URL_".count))] = value
        }
    }

    func url(forServiceID serviceID: String) -> String? {
        perService[serviceID.uppercased().replacing(" ", with: "_")] ?? general
    }
}

extension String {
    fileprivate func replacing(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}

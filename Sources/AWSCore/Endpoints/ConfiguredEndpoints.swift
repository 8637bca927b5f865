/// The endpoint URLs that the environment and the shared configuration file set.
///
/// The nearest one counts, as in all AWS SDKs: the service's variable, `AWS_ENDPOINT_URL`, the service's entry in the
/// profile's `services` section, the profile's `endpoint_url`.
struct ConfiguredEndpoints: Sendable {
    struct Setting: Sendable, CustomReflectable {
        var url: String
        /// Where it is set, for error messages.
        var source: String

        /// Without the URL: until it is used nobody has checked that it holds no password.
        var customMirror: Mirror { Mirror(self, children: ["source": source], displayStyle: .struct) }
    }

    private var ofEnvironment: [String: Setting] = [:]
    private var ofEnvironmentForAll: Setting?
    private var ofProfile: [String: Setting] = [:]
    private var ofProfileForAll: Setting?

    init(_ environment: AWSEnvironment) throws(AWSError) {
        guard try !environment.flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") else {
            return
        }
        let prefix = "AWS_ENDPOINT_URL"
        for (name, url) in environment.variables where name.hasPrefix("\(prefix)_") && !url.isEmpty {
            ofEnvironment[String(name.dropFirst(prefix.count + 1))] = Setting(url: url, source: name)
        }
        ofEnvironmentForAll = environment[prefix].map { Setting(url: $0, source: prefix) }
        guard let profile = environment.profile else { return }
        let owner = "of the profile \"\(environment.profileName)\""
        ofProfileForAll = profile["endpoint_url"].map { Setting(url: $0, source: "endpoint_url \(owner)") }
        guard let services = profile["services"] else { return }
        guard let section = environment.sharedConfiguration?.services[services] else {
            throw .invalidConfiguration("services \(owner) names the section \"\(services)\", which does not exist")
        }
        for (service, settings) in section {
            ofProfile[service.uppercased()] = settings["endpoint_url"].map {
                Setting(url: $0, source: "endpoint_url of \(service) in the section \"services \(services)\"")
            }
        }
    }

    func setting(forServiceID serviceID: String) -> Setting? {
        let key = String(serviceID.uppercased().map { $0 == " " ? "_" : $0 })
        return ofEnvironment[key] ?? ofEnvironmentForAll ?? ofProfile[key] ?? ofProfileForAll
    }
}

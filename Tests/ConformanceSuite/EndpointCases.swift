import AWSCore

/// Endpoint rules: `Endpoint.resolve` of the services that are built.
enum EndpointCases {
    static func run(_ testCase: JSON) throws {
        let service = try BuiltServices.service(testCase["service"].string ?? "")
        let params = testCase["params"]
        var options = EndpointOptions()
        options.useFIPS = params["UseFIPS"].bool ?? false
        options.useDualStack = params["UseDualStack"].bool ?? false
        options.useSTSGlobalEndpoint = params["UseGlobalEndpoint"].bool ?? false
        let resolved = Result { () throws(AWSError) in
            try Endpoint.resolve(
                service, region: params["Region"].string.map(Region.init(rawValue:)), options: options,
                override: params["Endpoint"].string)
        }
        let expected = testCase["expect"]["endpoint"]
        switch resolved {
        case .failure(let error):
            if let wanted = expected["url"].string { throw Mismatch("\(error), but \(wanted) was expected") }
            try expect(error.code, .invalidConfiguration, "the error")
        case .success(let endpoint):
            guard let url = expected["url"].string else {
                throw Mismatch(
                    "\(endpoint.url), but an error was expected: \(testCase["expect"]["error"].string ?? "")")
            }
            try expect(endpoint.url, url, "the URL")
            for scheme in expected["properties"]["authSchemes"].array where scheme["name"].string == "sigv4" {
                if let region = scheme["signingRegion"].string {
                    try expect(endpoint.signingRegion.rawValue, region, "the signing Region")
                }
                if let name = scheme["signingName"].string { try expect(service.signingName, name, "the signing name") }
            }
        }
    }
}

import Attribution
import Testing

@Suite struct `A cost context` {
    @Test func `is nil outside of every scope`() {
        #expect(CostContext.current == nil)
    }

    @Test func `is seen inside its scope and gone behind it`() {
        withCostContext(["team": "claims"], attributes: ["user": "u-7"], project: "proj_1", principal: "triage") {
            let context = CostContext.current
            #expect(context?.tags == ["team": "claims"])
            #expect(context?.attributes == ["user": "u-7"])
            #expect(context?.project == "proj_1")
            #expect(context?.principal == "triage")
        }
        #expect(CostContext.current == nil)
    }

    @Test func `takes inner tags over outer ones, key by key`() {
        withCostContext(
            ["team": "claims", "env": "prod"], attributes: ["user": "u-7", "run": "1"], project: "proj_1",
            principal: "a"
        ) {
            withCostContext(["env": "dev", "app": "triage"], attributes: ["run": "2"], project: "proj_2") {
                let context = CostContext.current
                #expect(context?.tags.description == "team=claims,env=dev,app=triage")
                #expect(context?.attributes == ["user": "u-7", "run": "2"])
                #expect(context?.project == "proj_2")
                #expect(context?.principal == "a")
            }
            #expect(CostContext.current?.tags.description == "team=claims,env=prod")
        }
    }

    @Test func `keeps a key that an inner literal repeats, so that the policy can refuse it`() {
        let context = CostContext(["team": "claims"]).extended(by: CostContext(["team": "a", "team": "b"]))
        #expect(context.tags.map(\.value) == ["a", "b"])
    }

    @Test func `is inherited by child tasks, task groups and unstructured tasks`() async {
        await withCostContext(["team": "claims"]) {
            async let child = CostContext.current?.tags["team"]
            let group = await withTaskGroup(of: String?.self) { group in
                for index in 0..<3 {
                    group.addTask {
                        withCostContext([:], attributes: ["run": "\(index)"]) {
                            CostContext.current.map { "\($0.tags) \($0.attributes["run"] ?? "")" }
                        }
                    }
                }
                return await group.reduce(into: Set<String>()) { set, text in if let text { set.insert(text) } }
            }
            let unstructured = await Task { CostContext.current?.tags["team"] }.value
            #expect(await child == "claims")
            #expect(group == ["team=claims 0", "team=claims 1", "team=claims 2"])
            #expect(unstructured == "claims")
        }
    }

    @Test func `is inherited by the producer of a stream, and read where a sequence computes its elements`() async {
        let (produced, computed) = withCostContext(["team": "claims"]) {
            let produced = AsyncStream<String?> { continuation in
                Task {
                    continuation.yield(CostContext.current?.tags["team"])
                    continuation.finish()
                }
            }
            return (produced, AsyncStream<String?>(unfolding: { CostContext.current?.tags["team"] }))
        }
        var seen: [String?] = []
        for await team in produced { seen.append(team) }
        #expect(seen == ["claims"])

        await withCostContext(["team": "sales"]) {
            var reader = computed.makeAsyncIterator()
            let team = await reader.next()
            #expect(team == "sales")
        }
    }

    @Test func `is lost in a detached task, whose calls the policy refuses`() async throws {
        let policy = try TagPolicy([.required("team", oneOf: ["claims", "sales"])])
        let refused = await withCostContext(["team": "claims"]) {
            await Task.detached { () -> TagPolicyError? in
                do throws(TagPolicyError) {
                    _ = try policy.attribution(of: .current)
                    return nil
                } catch { return error }
            }.value
        }
        let error = try #require(refused)
        #expect(error.violations.map(\.code) == [.noContext, .missingKey])
        #expect(
            error.description
                == "context: the call is made outside of every withCostContext: detached tasks and callbacks do not "
                + "inherit it; tags.team: the key is required")
    }

    @Test func `is carried into a detached task by hand`() async {
        let team = await withCostContext(["team": "claims"]) {
            let context = CostContext.current
            return await Task.detached {
                withCostContext(context) { CostContext.current?.tags["team"] }
            }.value
        }
        #expect(team == "claims")
    }

    @Test func `stays as it is where nothing extends it`() {
        withCostContext(["team": "claims"]) {
            withCostContext(nil) { #expect(CostContext.current?.tags == ["team": "claims"]) }
        }
    }

    @Test func `throws what its body throws, of the same type`() async {
        struct Refusal: Error {}
        func refuse() async throws(Refusal) { throw Refusal() }
        do throws(Refusal) {
            try await withCostContext(["a": "b"]) { () async throws(Refusal) in try await refuse() }
            Issue.record("nothing was thrown")
        } catch { #expect(CostContext.current == nil) }
        #expect(throws: Refusal.self) { try withCostContext(["a": "b"]) { throw Refusal() } }
    }

    @Test func `is described without the values of attributes and without the principal`() {
        let context = CostContext(
            ["team": "claims"], attributes: ["user": "alice", "session": "4711"], project: "proj_1", principal: "bob")
        #expect(context.description == "team=claims; attributes session,user; project proj_1; a principal")
        #expect(CostContext().description == "nothing")
    }
}

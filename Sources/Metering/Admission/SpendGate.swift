#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What lets calls through within their budgets.
///
/// ``DirectGate`` asks the store for each call; ``SpendLeases`` draws slices, and admits most calls without any I/O.
public protocol SpendGate: Sendable {
    /// Holds what a call may cost, or tells which budgets are short.
    ///
    /// - Throws: ``SpendError``.
    func admit(_ reservation: Reservation) async throws(SpendError) -> Admission

    /// Puts the line of an admitted call in the place of what is held for it.
    ///
    /// - Throws: ``SpendError``; after one of code ``SpendError/Code/unavailable`` it can be repeated as it is.
    func settle(_ admitted: AdmittedCall, with line: LedgerLine, at date: Date) async throws(SpendError)

    /// Gives back what is held for a call that certainly did not run.
    ///
    /// - Throws: ``SpendError``; after one of code ``SpendError/Code/unavailable`` it can be repeated as it is.
    func void(_ admitted: AdmittedCall, at date: Date) async throws(SpendError)
}

/// Whether a call may leave.
public enum Admission: Sendable {
    /// It may; its cost is held.
    case admitted(AdmittedCall)
    /// A budget is short.
    case denied(SpendDenial)
}

/// A call whose cost is held.
public struct AdmittedCall: Sendable {
    /// The hold's id, which is the attempt's.
    public let id: String
    /// What a lease gave for it; `nil` where the store itself holds it.
    let draw: LeaseDraw?
    /// The budgets that let it through while the store could not be asked; `nil` where something is held.
    let letThrough: [HoldPart]?

    /// A call that the store holds under `id`.
    public init(id: String) {
        self.id = id
        draw = nil
        letThrough = nil
    }

    init(id: String, draw: LeaseDraw) {
        self.id = id
        self.draw = draw
        letThrough = nil
    }

    init(id: String, lettingThrough parts: [HoldPart]) {
        self.id = id
        draw = nil
        letThrough = parts
    }
}

/// Asks the store for each call. Every admission and every settlement is a transaction.
public struct DirectGate: SpendGate {
    /// The store.
    public let store: any BudgetStore

    /// A gate before a store.
    public init(_ store: any BudgetStore) {
        self.store = store
    }

    /// Reserves in the store.
    public func admit(_ reservation: Reservation) async throws(SpendError) -> Admission {
        switch try await store.perform(reservation) {
        case .held(let hold): .admitted(AdmittedCall(id: hold.id))
        case .denied(let denial): .denied(denial)
        }
    }

    /// Settles in the store.
    public func settle(_ admitted: AdmittedCall, with line: LedgerLine, at date: Date) async throws(SpendError) {
        _ = try await store.perform(Settlement(of: admitted.id, with: [line], at: date))
    }

    /// Voids in the store.
    public func void(_ admitted: AdmittedCall, at date: Date) async throws(SpendError) {
        _ = try await store.perform(HoldVoiding(of: admitted.id))
    }
}

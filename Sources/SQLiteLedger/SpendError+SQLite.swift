#if SQLite

import GRDB
import Metering

extension SpendError {
    /// What a failure of SQLite means for the caller of a store.
    init(_ error: any Error, while what: String) {
        guard let error = error as? DatabaseError else {
            self = error as? SpendError ?? SpendError(.unavailable, "could not \(what)", underlying: error)
            return
        }
        let detail = "SQLite says \(error.extendedResultCode.rawValue): \(error.message ?? "")"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(.corrupt, "the ledger's file is damaged or no ledger; \(detail)", underlying: error)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH, .SQLITE_MISUSE:
            self.init(.configuration, "could not \(what); \(detail)", underlying: error)
        default: self.init(.unavailable, "could not \(what); \(detail)", underlying: error)
        }
    }
}

extension DatabaseError {
    /// Whether another connection was in the way, so that the same may succeed later.
    var isTransient: Bool {
        switch resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL, .SQLITE_INTERRUPT: true
        default: false
        }
    }
}

#endif

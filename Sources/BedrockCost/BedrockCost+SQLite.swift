#if SQLite
@_exported public import SQLiteLedger
#endif

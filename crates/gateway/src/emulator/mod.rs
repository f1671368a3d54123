//! An account in memory behind CloudFlow's own wire protocol.

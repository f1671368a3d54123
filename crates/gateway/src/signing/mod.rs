//! How requests to CloudFlow are signed: pure functions of request, credentials, time and nonce.

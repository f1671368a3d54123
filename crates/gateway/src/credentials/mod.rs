//! Where the keys of an account are found, and what keeps them out of every output.

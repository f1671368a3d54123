//! Between CloudFlow and everything that must not hold its keys: signs requests, passes them on for the page, and
//! answers like the service itself where there is none.

mod body;
pub mod clock;
pub mod credentials;
pub mod emulator;
pub mod server;
pub mod signing;
pub mod upstream;

//! `flowglass emulate`: an endpoint that official SDKs take for CloudFlow.

mod given;
mod keys;
mod trouble;

use std::net::TcpListener;
use std::sync::Arc;

use flowglass_account::Account;
use flowglass_gateway::clock;
use flowglass_gateway::emulator::{self, Emulator};
use flowglass_simulator::{Options, Settings};

use crate::arguments::{ClockKind, EmulateArguments};
use crate::exit::{Exit, Trouble};
use crate::terminal::{complain, print};
use given::Given;
use keys::Keys;
pub(crate) use trouble::EmulateTrouble;

/// Answers requests until somebody interrupts the program.
///
/// # Errors
/// Something cannot be read or used, or the address cannot be listened at.
pub(crate) fn emulate(arguments: &EmulateArguments) -> Result<Exit, Trouble> {
    let given = Given::read(arguments)?;
    if given.refused() {
        return Ok(Exit::Wrong);
    }
    let keys = Keys::find(|name| std::env::var(name).ok())?;
    let (kind, settings) = settings(arguments);
    let mut account = Account::new(settings);
    let names = given.seed(&mut account)?;
    for fault in &arguments.faults {
        account.order_fault(fault.clone());
    }
    if arguments.throttle {
        account.throttle();
    }
    let cannot_listen = |error| EmulateTrouble::Listen(arguments.listen.clone(), error);
    let listener = TcpListener::bind(&arguments.listen).map_err(cannot_listen)?;
    let address = listener.local_addr().map_err(cannot_listen)?;
    let flows = if names.is_empty() { "no flows yet".to_owned() } else { format!("flows: {}", names.join(", ")) };
    print(&format!("CloudFlow emulator at http://{address}\n{flows}\n{}", keys.note()))?;
    let log: emulator::Log = if arguments.log { Arc::new(complain) } else { Arc::new(|_| {}) };
    emulator::run(listener, Emulator::new(account, keys.into_credentials(), kind, log)).map_err(cannot_listen)?;
    Ok(Exit::Done)
}

/// The clock, and what holds for all executions.
fn settings(arguments: &EmulateArguments) -> (emulator::Clock, Settings) {
    let options = Options { vocabulary: arguments.vocabulary.into(), ..Options::default() };
    let settings = Settings { options, ..Settings::default() };
    match arguments.clock {
        // On the real clock two runs should not make the same names.
        ClockKind::Real => {
            let now = clock::now();
            (emulator::Clock::Real, Settings { clock: now, seed: now.0.unsigned_abs(), ..settings })
        }
        ClockKind::Virtual => (emulator::Clock::Virtual, settings),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use flowglass_simulator::Vocabulary;

    use super::*;
    use crate::arguments::{Arguments, Command};

    #[test]
    fn clock_and_vocabulary_are_those_of_all_executions() {
        let settings = |line: &[&str]| {
            let parsed = Arguments::try_parse_from([&["flowglass", "emulate"], line].concat()).unwrap();
            let Command::Emulate(arguments) = parsed.command else { panic!("{line:?}") };
            settings(&arguments)
        };
        let (kind, virtual_clock) = settings(&["--clock", "virtual", "--vocabulary", "state"]);
        assert_eq!((kind, virtual_clock.options.vocabulary), (emulator::Clock::Virtual, Vocabulary::State));
        assert_eq!(virtual_clock.clock, Settings::default().clock);
        let (kind, real_clock) = settings(&[]);
        assert_eq!((kind, real_clock.options), (emulator::Clock::Real, Options::default()));
        assert!(real_clock.clock > Settings::default().clock);
    }
}

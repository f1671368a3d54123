//! The real clock, which lets executions go on when nobody asks.

use std::time::Duration;

use tokio::time::sleep;

use super::state::Emulator;

/// The shortest pause between two looks at the account: things happen an overhead of 10 ms apart at the least.
const SHORTEST: Duration = Duration::from_millis(2);

/// Lets executions go on as time passes; never returns.
pub(super) async fn keep(emulator: Emulator) {
    let mut changes = emulator.changes();
    loop {
        changes.borrow_and_update();
        match emulator.tick() {
            Some(ms) => {
                let pause = Duration::from_millis(ms).max(SHORTEST);
                tokio::select! {
                    () = sleep(pause) => {}
                    // Something that is due earlier may have come.
                    _ = changes.changed() => {}
                }
            }
            None => {
                // The sender lives as long as the emulator, which is here.
                let _ = changes.changed().await;
            }
        }
    }
}

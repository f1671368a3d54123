//! A flow of the older language (`type: flow`) in the new one (`Type: StateMachine`), with notes on what a person must
//! decide. A pure function of the text: nothing is run, nothing is asked.
//!
//! # How data is handed on
//!
//! In the older language every step sees the input of its sequence with the sequence's local merged over it, and puts
//! its output into that local. In the new one the output of a state *replaces* what the state before handed on. What
//! the states of a new scope hand on is therefore the old local, in one of two shapes:
//!
//! - **Flat**, where the text tells at every step which keys the local has, and they are not many: the members stand directly in the value, and
//!   each `OutputConstructor` lists them. This is what somebody would write by hand.
//! - **Under `local`** everywhere else: `local.$: jsonMerge($Input.local, …)` is exactly the older language's merge, and
//!   works whatever the keys are, so a task that puts out its whole answer needs no more.
//!
//! The input of the outermost sequence is `$Context.Execution.Input`, and is never handed on. A branch or an iteration
//! keeps the parts of its input that its steps use under `input`, unless they can be had from the execution's input. An
//! iteration sees only its item; what else it uses is kept in `$Global`. Where only the merged object can tell a value,
//! a state makes it with an `InputConstructor` under `all`.
//!
//! The arms of a choice stand in the scope around it and write into the same local. An arm for which that would make a
//! difference (the choice has mappings of its own, or a step in it tells its own local from what was there before) is
//! entered and left by a Pass that keeps the value of the scope around it under `outer`.
//!
//! # What holds
//!
//! Where the keys of every object are known from the text and no note says otherwise, both flows simulate to the same
//! status, output and order of tasks; the tests of this crate try that on generated flows. "Known" means: every output
//! that reaches the output of the flow, or that a list of iterations is made of, comes from mappings, and on every way
//! there the same keys do.

mod carry;
mod choices;
mod condition;
mod containers;
mod convert;
mod emitter;
mod expr;
mod keys;
mod locals;
mod names;
mod needs;
mod note;
mod plan;
mod remarks;
mod source;
mod state;
mod target;
mod tasks;
mod view;
mod waits;

pub use convert::{Conversion, NotConverted, convert};
pub use note::{Note, Weight};

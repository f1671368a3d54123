//! What can happen to a workbench.

use std::rc::Rc;

use flowglass_diagram::Direction;
use flowglass_flow::{Span, StepId};
use flowglass_history::EventId;

use super::{BottomTab, LeftTab, Picture, Proposal, ReadFile, Report, Theme};
use crate::text::Text;

/// What can happen to the workbench.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Another flow is opened.
    Open {
        name: Rc<str>,
        definition: Text,
        scenario: Text,
    },
    /// The person changed the definition.
    TypeDefinition(Text),
    /// The person changed the scenario.
    TypeScenario(Text),
    /// Another flow of the file is to be seen.
    ChooseFlow(usize),
    /// The cursor stands in the definition at this byte.
    MoveCursor(usize),
    /// A step was chosen in the picture, in a table or by a link; the editor follows.
    Select(Option<StepId>),
    /// A group in the picture is closed, or opened if it is closed.
    Toggle(StepId),
    /// All groups in the picture are closed.
    CloseGroups,
    /// All groups in the picture are opened.
    OpenGroups,
    /// A place in the definition is to be seen.
    Reveal(Span),
    /// The person wants to search the picture.
    #[cfg(feature = "navigation")]
    Find,
    /// The definition in the new language is shown; nothing is replaced.
    Propose(Rc<Proposal>),
    /// The new text takes the place of the definition.
    TakeProposal,
    /// The text from before comes back.
    TakeBack,
    /// The new text is not wanted, or its notes have been read.
    DropProposal,
    /// The flow that a step starts is to be seen, if it is at hand.
    OpenStarted(StepId),
    /// The flow from which the open one was opened is to be seen again.
    GoBack,
    /// Simulates the definition with the scenario.
    Run,
    /// Shows the definition without a run.
    Reset,
    /// Shows an execution that ran here, with the texts that it was made of.
    ShowRun(usize),
    /// Shows the first events of the run.
    Seek(usize),
    /// Shows the run up to one event, and the step that it belongs to.
    SeekEvent(EventId, Option<StepId>),
    /// The slider starts or stops moving by itself.
    Play(bool),
    /// The slider moves by so many events while it plays.
    Advance(usize),
    /// A waiting task is answered.
    Report(Report),
    /// The clock jumps although a task waits.
    LetTimePass,
    /// The execution is stopped.
    Stop,
    ShowLeft(LeftTab),
    ShowBottom(BottomTab),
    SetTheme(Theme),
    /// The picture is to run in this direction.
    Turn(Direction),
    /// The text of this ticket has been read elsewhere.
    HasRead(u32, Rc<ReadFile>),
    /// It has been drawn, the flow at this place of its file.
    HasDrawn(u32, usize, Picture),
    /// What read and drew it stopped in the middle.
    ReaderBroke(u32),
    /// Nothing can be read elsewhere in this browser.
    NoReader,
    /// The person does not want to wait for the picture.
    CancelDrawing,
    /// The picture is wanted after all.
    DrawAgain,
    /// The message has been read.
    Dismiss,
    /// Something outside went wrong.
    Tell(Rc<str>),
}

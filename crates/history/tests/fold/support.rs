//! What the suites share: histories as lines, and what changes from event to event.

use flowglass_history::{Folder, Group, History, InstanceId, RunView, check_invariants, fold};

/// Reads a history; lines are as people write them.
pub(crate) fn history(lines: &str) -> History {
    History::from_lines(lines).unwrap_or_else(|error| panic!("{error}\n{lines}"))
}

/// Checks what each event changes: statuses of the execution and of runs of steps, in the order in which they began.
///
/// Runs are named with where they are: `Each[1].Check` in an iteration or branch, `pick>small` in the body of a
/// choice, `again#2` for the second run at the same place.
pub(crate) fn check_changes(history: &History, expected: &[&str]) {
    let mut folder = Folder::new();
    let mut before = Vec::new();
    let mut changes = Vec::new();
    for (index, event) in history.events().enumerate() {
        folder.push(&event);
        assert_eq!(&fold(history, index + 1), folder.view(), "the first {} events, folded at once", index + 1);
        let after = statuses(folder.view());
        let changed: Vec<_> = after.iter().filter(|status| !before.contains(*status)).cloned().collect();
        changes.push(changed.join(", "));
        before = after;
    }
    assert_eq!(changes, expected, "\n{}", history.to_lines());
}

/// Checks that a history is as a simulator must make it.
pub(crate) fn check_sound(history: &History) {
    assert_eq!(check_invariants(history), [""; 0], "\n{}", history.to_lines());
}

/// The status of the execution and of every run.
pub(crate) fn statuses(view: &RunView) -> Vec<String> {
    let mut all = vec![view.status.name().to_owned()];
    all.extend(view.numbered().map(|(id, instance)| {
        let guessed = if instance.uncertain { "?" } else { "" };
        format!("{} {:?}{guessed}", path(view, id), instance.status)
    }));
    all
}

/// Where a run is, in words.
pub(crate) fn path(view: &RunView, id: InstanceId) -> String {
    let instance = view.instance(id).expect("the number is the view's own");
    let around = match instance.group {
        Group::Root => String::new(),
        Group::Branch { of, index } | Group::Iteration { of, index } => format!("{}[{index}].", path(view, of)),
        Group::Body { of } => format!("{}>", path(view, of)),
    };
    let same =
        view.children(instance.group).filter(|other| view.instance(*other).is_some_and(|o| o.step == instance.step));
    let run = same.take_while(|other| *other != id).count() + 1;
    let run = if run > 1 { format!("#{run}") } else { String::new() };
    format!("{around}{}{run}", instance.step)
}

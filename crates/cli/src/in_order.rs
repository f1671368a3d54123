//! Work on many things at the same time, whose results come in the order of the things.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// Does the work on every item, on at most `threads` threads, and hands each result on as soon as all before it are
/// there. An item's work holds what it needs only while it goes on.
pub(crate) fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(R),
) {
    let threads = threads.get().min(items.len());
    if threads <= 1 {
        items.iter().map(work).for_each(each);
        return;
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let (done, results) = mpsc::channel();
        for _ in 0..threads {
            let (next, work, done) = (&next, &work, done.clone());
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    if done.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (index, result) in results {
            early.insert(index, result);
            while let Some(result) = early.remove(&wanted) {
                each(result);
                wanted += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::{Condvar, Mutex};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7, 100] {
            for count in [0, 1, 2, 50] {
                let items: Vec<usize> = (0..count).collect();
                let mut found = Vec::new();
                in_order(&items, NonZeroUsize::new(threads).unwrap(), |item| item * 2, |result| found.push(result));
                assert_eq!(found, items.iter().map(|item| item * 2).collect::<Vec<_>>(), "{threads} {count}");
            }
        }
    }

    #[test]
    fn a_result_that_is_early_waits_for_those_before_it() {
        let (last_is_done, bell) = (Mutex::new(false), Condvar::new());
        let work = |item: &usize| {
            let mut done = last_is_done.lock().unwrap();
            if *item == 1 {
                *done = true;
                bell.notify_all();
            }
            // The first waits for the second, so that two threads must be at work.
            while !*done {
                done = bell.wait(done).unwrap();
            }
            *item
        };
        let mut found = Vec::new();
        in_order(&[0, 1], NonZeroUsize::new(2).unwrap(), work, |result| found.push(result));
        assert_eq!(found, [0, 1]);
    }
}

//! Signals that must wait: an interrupt, a hang-up or a request to end does not tear a change in two.
//!
//! While a [`Hold`] lives, such a signal is only noted; otherwise it does what it always does. What a noted signal means
//! for the program's end is the command line's to decide.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

static WATCH: OnceLock<Watch> = OnceLock::new();

struct Watch {
    /// True while nothing is held.
    free: Arc<AtomicBool>,
    /// The signal that came during a hold, or 0.
    noted: Arc<AtomicUsize>,
}

/// Signals are held back as long as this lives. Not to be nested.
#[derive(Debug)]
pub struct Hold(());

impl Hold {
    /// Begins to hold signals back.
    pub fn begin() -> Self {
        watch().free.store(false, Ordering::SeqCst);
        Self(())
    }

    /// True when a signal has come since.
    pub fn is_asked_to_stop(&self) -> bool {
        noted().is_some()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        watch().free.store(true, Ordering::SeqCst);
    }
}

/// The number of the signal that came while signals were held, if one did.
pub fn noted() -> Option<i32> {
    match WATCH.get().map_or(0, |watch| watch.noted.load(Ordering::SeqCst)) {
        0 => None,
        number => i32::try_from(number).ok(),
    }
}

/// True while no signal is held back: for the command line, which may end at once then.
///
/// Asking for it makes sure that a held signal is noted from now on.
pub fn free() -> Arc<AtomicBool> {
    Arc::clone(&watch().free)
}

fn watch() -> &'static Watch {
    WATCH.get_or_init(|| {
        let watch = Watch { free: Arc::new(AtomicBool::new(true)), noted: Arc::new(AtomicUsize::new(0)) };
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).unwrap_or_default();
            // a signal that cannot be watched keeps its own ways: then a change is torn, and healed by the next
            let _ = signal_hook::flag::register_conditional_default(signal, Arc::clone(&watch.free));
            let _ = signal_hook::flag::register_usize(signal, Arc::clone(&watch.noted), number);
        }
        watch
    })
}

//! Signals that must wait: an interrupt, a hang-up or a request to end does not tear a change in two.
//!
//! While a [`Hold`] lives, such a signal is only noted; otherwise it ends the program at once with 128 and its number.
//! What a noted signal means for the program's end is the command line's to decide.
//!
//! A file that may grow no larger is an error of the write that meets it, not a signal that ends the program without a
//! word; programs that we start have the system's own way again.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};

static WATCH: OnceLock<Watch> = OnceLock::new();

struct Watch {
    /// True while nothing is held.
    free: Arc<AtomicBool>,
    /// How many hold.
    holds: AtomicUsize,
    /// Whether each signal came during a hold, the most pressing first.
    noted: [(i32, Arc<AtomicBool>); 3],
}

/// Signals are held back as long as this lives, and as long as any other does: a guided call holds them for its whole
/// length, and each of its changes does so for itself.
#[derive(Debug)]
pub struct Hold(());

impl Hold {
    /// Begins to hold signals back.
    pub fn begin() -> Self {
        let watch = watch();
        watch.holds.fetch_add(1, Ordering::SeqCst);
        watch.free.store(false, Ordering::SeqCst);
        Self(())
    }

    /// True when a signal has come since.
    pub fn is_asked_to_stop(&self) -> bool {
        noted().is_some()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let watch = watch();
        if watch.holds.fetch_sub(1, Ordering::SeqCst) == 1 {
            watch.free.store(true, Ordering::SeqCst);
        }
    }
}

/// The number of the signal that came while signals were held, if one did.
pub fn noted() -> Option<i32> {
    let all = &WATCH.get()?.noted;
    all.iter().find(|(_, came)| came.load(Ordering::SeqCst)).map(|(number, _)| *number)
}

/// Forgets an interrupt: it was meant for a program that had the terminal, such as an editor.
pub fn forget_interrupt() {
    for (_, came) in watch().noted.iter().filter(|(number, _)| *number == SIGINT) {
        came.store(false, Ordering::SeqCst);
    }
}

/// Takes the signals that were noted aside for as long as this lives, so that what they asked to stop can be recorded
/// first; then they count again.
#[derive(Debug)]
pub struct Aside(Vec<Arc<AtomicBool>>);

/// Takes every noted signal aside.
pub fn set_aside() -> Aside {
    let noted = watch().noted.iter().filter(|(_, came)| came.swap(false, Ordering::SeqCst));
    Aside(noted.map(|(_, came)| Arc::clone(came)).collect())
}

/// Notes an interrupt that reached a program in our place.
pub fn note_interrupt() {
    for (_, came) in watch().noted.iter().filter(|(number, _)| *number == SIGINT) {
        came.store(true, Ordering::SeqCst);
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.0.iter().for_each(|came| came.store(true, Ordering::SeqCst));
    }
}

/// Begins to watch, so that from now on a signal ends the program with 128 and its number unless it is held.
pub fn begin() {
    watch();
}

fn watch() -> &'static Watch {
    WATCH.get_or_init(|| {
        let flag = || Arc::new(AtomicBool::new(false));
        let noted = [(SIGTERM, flag()), (SIGHUP, flag()), (SIGINT, flag())];
        let watch = Watch { free: Arc::new(AtomicBool::new(true)), holds: AtomicUsize::new(0), noted };
        for (signal, came) in &watch.noted {
            // a signal that cannot be watched keeps its own ways: then a change is torn, and healed by the next
            let _ = signal_hook::flag::register_conditional_shutdown(*signal, 128 + signal, Arc::clone(&watch.free));
            let _ = signal_hook::flag::register(*signal, Arc::clone(came));
        }
        // caught and not ignored: who is ignored stays so in the programs that we start
        let _ = signal_hook::flag::register(SIGXFSZ, flag());
        watch
    })
}

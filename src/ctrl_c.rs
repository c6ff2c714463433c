//! Lets a command notice Ctrl-C and stop by itself, instead of being ended. On Windows, Ctrl-C always ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Watches for Ctrl-C as long as the value exists.
pub struct CtrlC {
    is_pressed: Arc<AtomicBool>,
    #[cfg(unix)]
    handler: Option<signal_hook::SigId>,
}

impl CtrlC {
    pub fn watch() -> Self {
        let is_pressed = Arc::new(AtomicBool::new(false));
        // If the handler cannot be installed, Ctrl-C ends the program.
        #[cfg(unix)]
        let handler = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&is_pressed)).ok();
        Self {
            is_pressed,
            #[cfg(unix)]
            handler,
        }
    }

    pub fn is_pressed(&self) -> bool {
        self.is_pressed.load(Ordering::Relaxed)
    }
}

#[cfg(unix)]
impl Drop for CtrlC {
    fn drop(&mut self) {
        if let Some(handler) = self.handler.take() {
            signal_hook::low_level::unregister(handler);
        }
    }
}

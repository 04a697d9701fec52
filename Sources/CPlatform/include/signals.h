// Gives the terminal back however the process ends, and wakes the event loop for suspend and resize.
#pragma once
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  TERMINAL_SUSPEND = 1,
  TERMINAL_CONTINUED = 2,
  TERMINAL_RESIZED = 4,
};

/// Remembers the settings of the terminal on `descriptor` and installs the handlers that give it back; call it before
/// the terminal is changed. A byte is written to `wake` (non-blocking) for each signal that `terminal_guard_take` reports.
/// False when it is no terminal; nothing is done where the guard is up already.
bool terminal_guard_begin(int descriptor, int wake);
/// Reports resizes too, and takes the place of handlers that curses installed, of which it calls that of resizes; call it
/// after curses started.
void terminal_guard_follow_resizes(void);
/// Gives the terminal back at once, before the process ends; nothing where there is no guard, and the second time. Safe in
/// a signal handler.
void terminal_guard_give_back(void);
/// Ends the process as a terminal that hangs up does, also where that signal is ignored or blocked; for a terminal that is
/// gone, to which nothing is written.
_Noreturn void terminal_guard_hang_up(void);
/// Puts the previous handlers back; call it after curses ended.
void terminal_guard_remove(void);
/// The TERMINAL_… bits of what happened since the last call.
unsigned terminal_guard_take(void);
/// Waits a moment where a signal, and not the shell, continued the process: it is still in the background then, and a
/// signal that ends it may be another thread's to handle.
void terminal_guard_await_foreground(void);
/// Stops the process as ^Z would have done; returns when it is continued. Curses has to be paused.
void terminal_guard_stop(void);

#ifdef __cplusplus
}
#endif

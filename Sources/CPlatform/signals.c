// Gives the terminal back however the process ends, by calls that are safe inside a signal handler.
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/// What the program is told of; the last is followed from the start of curses on.
static const int told[] = {SIGTSTP, SIGCONT, SIGWINCH};
enum { signal_count = 65, told_count = sizeof told / sizeof *told };

/// What the process did on each signal before, by number.
static struct sigaction fatal_before[signal_count];
/// What curses does when the window changes its size.
static struct sigaction resize_before;
static struct termios saved;
static int terminal = -1;
static int wake_descriptor = -1;
static atomic_bool guarding;
static atomic_uint pending;

/// Attributes off, mouse off, pastes unmarked, cursor shown, keypad off, alternate screen left.
static const char farewell[] =
    "\033[0m\033[?1000l\033[?1003l\033[?1002l\033[?1006l\033[?2004l\033[?25h\033[?1l\033>\033[?1049l";

/// Whether a signal ends a process that does not handle it: every one but those that stop or continue it, those that
/// are ignored by default, and SIGPIPE, which is an error of the write here. SIGKILL cannot be handled.
static bool is_fatal(int number) {
  switch (number) {
    case SIGKILL: case SIGSTOP: case SIGTSTP: case SIGTTIN: case SIGTTOU: case SIGCONT:
    case SIGCHLD: case SIGURG: case SIGWINCH: case SIGPIPE: return false;
    default: return true;
  }
}

/// Whether another process group has the terminal: setting it then would stop this process.
static bool is_in_background(void) {
  pid_t foreground = tcgetpgrp(terminal);
  return foreground >= 0 && foreground != getpgrp();
}

/// Sends the farewell. A terminal that takes no output (stopped, or behind a stuck connection) is waited for this many
/// milliseconds; then what waits in it is dropped, and the farewell is tried once more.
static void say_farewell(void) {
  const int patience = 500;
  int flags = fcntl(terminal, F_GETFL);
  if (flags >= 0) fcntl(terminal, F_SETFL, flags | O_NONBLOCK);
  const char *rest = farewell;
  size_t left = sizeof farewell - 1;
  // No more turns than bytes and interruptions: a terminal that says it takes bytes, and does not, is left too.
  for (int turn = 0, drops = 0; left > 0 && drops < 2 && turn < 200; turn += 1) {
    ssize_t written = write(terminal, rest, left);
    if (written > 0) {
      rest += written;
      left -= (size_t)written;
    } else if (written < 0 && errno == EAGAIN) {
      struct pollfd place = {.fd = terminal, .events = POLLOUT};
      if (poll(&place, 1, patience) == 0) {
        tcflush(terminal, TCOFLUSH);
        drops += 1;
      }
    } else if (written == 0 || errno != EINTR) {
      break;
    }
  }
  // The flag belongs to the terminal of everyone who has it open.
  if (flags >= 0) fcntl(terminal, F_SETFL, flags);
}

void terminal_guard_give_back(void) {
  if (!atomic_exchange(&guarding, false) || is_in_background()) return;
  say_farewell();
  tcsetattr(terminal, TCSANOW, &saved);
}

static void on_fatal(int number, siginfo_t *info, void *context) {
  (void)context;
  terminal_guard_give_back();
  sigaction(number, &fatal_before[number], NULL);
  // A fault of this very instruction happens again on return, where a crash reporter sees it in place.
  bool is_fault = number == SIGSEGV || number == SIGBUS || number == SIGILL || number == SIGFPE || number == SIGTRAP;
  if (!(is_fault && info && info->si_code > 0 && number != SIGTRAP)) raise(number);
}

static void on_told(int number, siginfo_t *info, void *context) {
  int error = errno;
  unsigned bit = number == SIGTSTP ? TERMINAL_SUSPEND : number == SIGCONT ? TERMINAL_CONTINUED : TERMINAL_RESIZED;
  atomic_fetch_or(&pending, bit);
  char byte = 0;
  ssize_t written = write(wake_descriptor, &byte, 1);
  (void)written;
  // curses notes a resize in its own handler, which only sets a flag.
  struct sigaction *before = &resize_before;
  if (number == SIGWINCH) {
    if (before->sa_flags & SA_SIGINFO) before->sa_sigaction(number, info, context);
    else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) before->sa_handler(number);
  }
  errno = error;
}

/// Reports the first of `told`.
static void report(int count) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_sigaction = on_told;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (int i = 0; i < count; i += 1) sigaction(told[i], &action, told[i] == SIGWINCH ? &resize_before : NULL);
}

bool terminal_guard_begin(int descriptor, int wake) {
  static bool registered;
  if (atomic_load(&guarding)) return true;
  if (tcgetattr(descriptor, &saved) != 0) return false;
  terminal = descriptor;
  wake_descriptor = wake;
  if (!registered) {
    atexit(terminal_guard_give_back);
    registered = true;
  }
  signal(SIGPIPE, SIG_IGN);

  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
    static char room[64 * 1024];
    stack_t stack = {.ss_sp = room, .ss_size = sizeof room, .ss_flags = 0};
    sigaltstack(&stack, NULL);
  }

  // The two that the C library keeps for itself are refused.
  for (int number = 1; number < signal_count; number += 1) {
    if (is_fatal(number)) sigaction(number, NULL, &fatal_before[number]);
  }
  atomic_store(&guarding, true);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (int number = 1; number < signal_count; number += 1) {
    // What was ignored stays ignored, but for the keys that end a program: they do, also as a shell's background job.
    bool was_ignored = fatal_before[number].sa_handler == SIG_IGN;
    bool is_key = number == SIGINT || number == SIGQUIT || number == SIGTERM;
    if (was_ignored && is_key) fatal_before[number].sa_handler = SIG_DFL;
    if (is_fatal(number) && (!was_ignored || is_key)) sigaction(number, &action, NULL);
  }
  // ^\ has to end the program, whatever a crash reporter would rather do.
  memset(&fatal_before[SIGQUIT], 0, sizeof fatal_before[SIGQUIT]);
  fatal_before[SIGQUIT].sa_handler = SIG_DFL;
  report(told_count - 1);
  return true;
}

void terminal_guard_follow_resizes(void) { report(told_count); }

void terminal_guard_remove(void) {
  if (!atomic_exchange(&guarding, false)) return;
  for (int number = 1; number < signal_count; number += 1) {
    if (is_fatal(number)) sigaction(number, &fatal_before[number], NULL);
  }
  for (int i = 0; i < told_count; i += 1) signal(told[i], SIG_DFL);
  tcsetattr(terminal, TCSANOW, &saved);
}

void terminal_guard_hang_up(void) {
  // Nobody is there who could be given anything back.
  atomic_store(&guarding, false);
  signal(SIGHUP, SIG_DFL);
  sigset_t hangup;
  sigemptyset(&hangup);
  sigaddset(&hangup, SIGHUP);
  pthread_sigmask(SIG_UNBLOCK, &hangup, NULL);
  raise(SIGHUP);
  _exit(128 + SIGHUP);
}

unsigned terminal_guard_take(void) { return atomic_exchange(&pending, 0); }

void terminal_guard_await_foreground(void) {
  // Half a second at most: what then still is in the background is stopped by the terminal.
  struct timespec step = {0, 10 * 1000 * 1000};
  for (int i = 0; i < 50 && is_in_background(); i += 1) nanosleep(&step, NULL);
}

void terminal_guard_stop(void) {
  struct sigaction usual, ours;
  memset(&usual, 0, sizeof usual);
  sigemptyset(&usual.sa_mask);
  usual.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &usual, &ours);
  // The terminal is the shell's until this goes on: a signal that ends the process meanwhile leaves it alone. Setting
  // it from the background would stop the process instead.
  atomic_store(&guarding, false);
  kill(0, SIGTSTP);
  terminal_guard_await_foreground();
  atomic_store(&guarding, true);
  sigaction(SIGTSTP, &ours, NULL);
}

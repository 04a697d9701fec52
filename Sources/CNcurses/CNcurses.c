// ncurses behind a dozen plain calls: batches of cells out, typed events in.
#define _GNU_SOURCE
#include "CNcurses.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <wchar.h>

static SCREEN *screen;
/// Where keys are read: reading from a pad draws nothing, while reading from a changed window would show it.
static WINDOW *keyboard;
static FILE *opened_output;
static FILE *opened_input;
static int pairs_in_use;
/// Whether the left button was pressed and not released: motion is a drag then.
static bool button_is_held;

/// The locale that the environment asks for; NULL where it asks for none.
static const char *wanted_locale(void) {
  static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (int i = 0; i < 3; i += 1) {
    const char *value = getenv(variables[i]);
    if (value && *value) return value;
  }
  return NULL;
}

curses_locale curses_set_locale(void) {
  const char *wanted = wanted_locale();
  if (!setlocale(LC_CTYPE, "")) {
    // The locale is not installed. Where it means UTF-8, as the bare "UTF-8" of macOS does, the C library's own does too.
    bool means_utf8 = wanted && (strcasestr(wanted, "UTF-8") || strcasestr(wanted, "UTF8"));
    if (!means_utf8) return CURSES_LOCALE_MISSING;
    if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "C.utf8")) return CURSES_LOCALE_MISSING;
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? CURSES_LOCALE_UTF8 : CURSES_LOCALE_PLAIN;
}

static void close_files(void) {
  if (opened_output) fclose(opened_output);
  if (opened_input) fclose(opened_input);
  opened_output = opened_input = NULL;
}

/// Lets Ctrl-S and Ctrl-Q reach the program, where the terminal's line would stop and start the output. What it was is
/// restored with the other settings of the line.
static void take_flow_control_keys(void) {
  int descriptor = fileno(opened_output ? opened_output : stdout);
  struct termios line;
  if (tcgetattr(descriptor, &line) != 0) return;
  line.c_iflag &= ~(tcflag_t)IXON;
  if (tcsetattr(descriptor, TCSADRAIN, &line) == 0) def_prog_mode();
}

int curses_open(const char *type, const char *output_path, const char *input_path) {
  if (output_path && !(opened_output = fopen(output_path, "w"))) return -2;
  if (input_path && !(opened_input = fopen(input_path, "r"))) {
    close_files();
    return -2;
  }
  set_escdelay(25);
  screen = newterm(type, opened_output ? opened_output : stdout, opened_input ? opened_input : stdin);
  if (!screen) {
    close_files();
    return -1;
  }
  set_term(screen);
  pairs_in_use = 0;
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  cbreak();
  noecho();
  nonl();
  take_flow_control_keys();
  keyboard = newpad(1, 1);
  keypad(keyboard, TRUE);
  nodelay(keyboard, TRUE);
  leaveok(stdscr, TRUE);
  curs_set(0);
  mouseinterval(0);
  return 0;
}

void curses_close(void) {
  if (!screen) return;
  endwin();
  delwin(keyboard);
  delscreen(screen);
  screen = NULL;
  close_files();
}

int curses_rows(void) { return getmaxy(stdscr); }
int curses_columns(void) { return getmaxx(stdscr); }
int curses_colors(void) { return has_colors() ? COLORS : 0; }
int curses_pairs(void) { return has_colors() ? COLOR_PAIRS : 0; }

bool curses_can_move(void) {
  const char *capability = tigetstr("cup");
  return capability && capability != (char *)-1 && *capability;
}

/// The pair of two colors, or −1. Pair 0 is the terminal's own two colors.
static int pair_of(int foreground, int background) {
  if (foreground < 0 && background < 0) return 0;
  if (!has_colors()) return 0;
  int pair = find_pair(foreground, background);
  if (pair >= 0) return pair;
  pair = alloc_pair(foreground, background);
  if (pair >= 0) pairs_in_use += 1;
  return pair;
}

bool curses_put(int row, int column, const curses_cell *cells, int count) {
  int foreground = -1, background = -1, pair = 0;
  bool complete = true;
  for (int i = 0; i < count; i += 1) {
    const curses_cell *cell = &cells[i];
    if (cell->character == 0) continue;
    if (cell->foreground != foreground || cell->background != background) {
      foreground = cell->foreground;
      background = cell->background;
      pair = pair_of(foreground, background);
      if (pair < 0) {
        complete = false;
        pair = 0;
      }
    }
    attr_t attributes = A_NORMAL;
    if (cell->attributes & CURSES_BOLD) attributes |= A_BOLD;
    if (cell->attributes & CURSES_REVERSE) attributes |= A_REVERSE;
    if (cell->attributes & CURSES_UNDERLINE) attributes |= A_UNDERLINE;
    if (cell->attributes & CURSES_DIM) attributes |= A_DIM;
    wchar_t text[2] = {(wchar_t)cell->character, 0};
    cchar_t character;
    setcchar(&character, text, attributes, 0, &pair);
    // Writing the last cell of the screen reports an error after writing it: the result says nothing.
    mvwadd_wch(stdscr, row, column + i, &character);
  }
  return complete;
}

curses_cell curses_get(int row, int column) {
  cchar_t character;
  wchar_t text[CCHARW_MAX + 1] = {0};
  attr_t attributes = 0;
  short unused = 0;
  int pair = 0;
  curses_cell cell = {' ', -1, -1, 0};
  if (mvwin_wch(stdscr, row, column, &character) == ERR) return cell;
  getcchar(&character, text, &attributes, &unused, &pair);
  cell.character = (uint32_t)text[0];
  if (pair > 0) extended_pair_content(pair, &cell.foreground, &cell.background);
  if (attributes & A_BOLD) cell.attributes |= CURSES_BOLD;
  if (attributes & A_REVERSE) cell.attributes |= CURSES_REVERSE;
  if (attributes & A_UNDERLINE) cell.attributes |= CURSES_UNDERLINE;
  if (attributes & A_DIM) cell.attributes |= CURSES_DIM;
  return cell;
}

int curses_pairs_in_use(void) { return pairs_in_use; }

void curses_forget_pairs(void) {
  reset_color_pairs();
  pairs_in_use = 0;
}

void curses_present(bool everything) {
  if (everything) clearok(curscr, TRUE);
  wnoutrefresh(stdscr);
  doupdate();
}

static uint32_t key_of(wint_t code) {
  if (code >= KEY_F(1) && code <= KEY_F(63)) return CURSES_KEY_FUNCTION + (code - KEY_F(0));
  switch (code) {
    case KEY_UP: return CURSES_KEY_UP;
    case KEY_DOWN: return CURSES_KEY_DOWN;
    case KEY_LEFT: return CURSES_KEY_LEFT;
    case KEY_RIGHT: return CURSES_KEY_RIGHT;
    case KEY_PPAGE: return CURSES_KEY_PAGE_UP;
    case KEY_NPAGE: return CURSES_KEY_PAGE_DOWN;
    case KEY_HOME: return CURSES_KEY_HOME;
    case KEY_END: return CURSES_KEY_END;
    case KEY_BTAB: return CURSES_KEY_BACK_TAB;
    case KEY_ENTER: return CURSES_KEY_ENTER;
    case KEY_BACKSPACE: return CURSES_KEY_BACKSPACE;
    case KEY_DC: return CURSES_KEY_DELETE;
    case KEY_IC: return CURSES_KEY_INSERT;
    default: return CURSES_KEY_OTHER;
  }
}

curses_event curses_read(void) {
  curses_event event = {CURSES_NOTHING, 0, 0, 0};
  wint_t code = 0;
  int result = wget_wch(keyboard, &code);
  if (result == ERR) return event;
  if (result != KEY_CODE_YES) {
    event.kind = CURSES_CHARACTER;
    event.value = code;
    return event;
  }
  if (code == KEY_RESIZE) {
    event.kind = CURSES_RESIZE;
    return event;
  }
  if (code != KEY_MOUSE) {
    event.kind = CURSES_KEY;
    event.value = key_of(code);
    return event;
  }
  event.kind = CURSES_KEY;
  event.value = CURSES_KEY_OTHER;
  MEVENT mouse;
  if (getmouse(&mouse) != OK) return event;
  if (mouse.bstate & BUTTON1_PRESSED) button_is_held = true;
  if (mouse.bstate & (BUTTON1_RELEASED | BUTTON1_CLICKED)) button_is_held = false;
  if (mouse.bstate & (BUTTON1_PRESSED | BUTTON1_CLICKED)) event.value = CURSES_MOUSE_PRESS;
  else if (mouse.bstate & REPORT_MOUSE_POSITION)
    event.value = button_is_held ? CURSES_MOUSE_DRAG : CURSES_MOUSE_MOVE;
  else if (mouse.bstate & BUTTON4_PRESSED) event.value = CURSES_MOUSE_WHEEL_UP;
  else if (mouse.bstate & BUTTON5_PRESSED) event.value = CURSES_MOUSE_WHEEL_DOWN;
  else return event;
  event.kind = CURSES_MOUSE;
  event.row = mouse.y;
  event.column = mouse.x;
  return event;
}

void curses_mouse(bool on) {
  mmask_t wanted = BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED |
                   REPORT_MOUSE_POSITION;
  button_is_held = false;
  mousemask(on ? wanted : 0, NULL);
  // Terminal descriptions ask for presses only; motion is a separate mode, and without a button held another one,
  // which not every terminal has.
  if (!has_mouse()) return;
  FILE *output = opened_output ? opened_output : stdout;
  fputs(on ? "\033[?1002h\033[?1003h" : "\033[?1003l\033[?1002l", output);
  fflush(output);
}

void curses_bracket_pastes(bool on) {
  // A terminal of ECMA-48 ignores a private mode that it lacks.
  const char *place_cursor = tigetstr("cup");
  if (!place_cursor || place_cursor == (char *)-1 || strncmp(place_cursor, "\033[", 2) != 0) return;
  FILE *output = opened_output ? opened_output : stdout;
  fputs(on ? "\033[?2004h" : "\033[?2004l", output);
  fflush(output);
}

void curses_pause(void) {
  def_prog_mode();
  endwin();
}

void curses_resume(void) {
  bool was_paused = isendwin();
  reset_prog_mode();
  // Stopped unasked, another program may have had the terminal: what it may have undone is done again. After a pause
  // curses does that itself.
  const char *alternate_screen = tigetstr("smcup");
  if (!was_paused && alternate_screen && alternate_screen != (char *)-1) putp(alternate_screen);
  curs_set(1);
  curs_set(0);
  // A process in the background gets no signal when the size changes.
  struct winsize size;
  if (ioctl(fileno(opened_output ? opened_output : stdout), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
      size.ws_col > 0 && is_term_resized(size.ws_row, size.ws_col))
    resize_term(size.ws_row, size.ws_col);
  clearok(curscr, TRUE);
}

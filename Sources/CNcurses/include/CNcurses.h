// The few calls of ncurses that the viewer needs, in plain C types; CNcurses.c is the only file that
// includes <curses.h>. All of them belong to one thread.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  CURSES_BOLD = 1,
  CURSES_REVERSE = 2,
  CURSES_UNDERLINE = 4,
  CURSES_DIM = 8,
};

/// One character cell. Colors are curses numbers, −1 for the terminal's own; character 0 continues the
/// wide character to its left.
typedef struct {
  uint32_t character;
  int32_t foreground;
  int32_t background;
  uint32_t attributes;
} curses_cell;

typedef enum {
  CURSES_NOTHING,
  CURSES_CHARACTER,
  CURSES_KEY,
  CURSES_RESIZE,
  CURSES_MOUSE,
} curses_event_kind;

enum {
  CURSES_KEY_UP = 1,
  CURSES_KEY_DOWN,
  CURSES_KEY_LEFT,
  CURSES_KEY_RIGHT,
  CURSES_KEY_PAGE_UP,
  CURSES_KEY_PAGE_DOWN,
  CURSES_KEY_HOME,
  CURSES_KEY_END,
  CURSES_KEY_BACK_TAB,
  CURSES_KEY_ENTER,
  CURSES_KEY_BACKSPACE,
  CURSES_KEY_DELETE,
  CURSES_KEY_INSERT,
  /// CURSES_KEY_FUNCTION + n is Fn.
  CURSES_KEY_FUNCTION = 100,
  CURSES_KEY_OTHER = 200,
};

enum {
  CURSES_MOUSE_PRESS = 1,
  CURSES_MOUSE_DRAG,
  CURSES_MOUSE_MOVE,
  CURSES_MOUSE_WHEEL_UP,
  CURSES_MOUSE_WHEEL_DOWN,
};

/// One thing that was typed; `value` is a Unicode scalar, a CURSES_KEY_… or a CURSES_MOUSE_….
typedef struct {
  curses_event_kind kind;
  uint32_t value;
  int32_t row;
  int32_t column;
} curses_event;

typedef enum {
  CURSES_LOCALE_UTF8,
  /// A locale without Unicode.
  CURSES_LOCALE_PLAIN,
  /// The environment asks for a locale that is not installed, and there is no replacement for it.
  CURSES_LOCALE_MISSING,
} curses_locale;

/// Sets the character type of the environment's locale, or of C.UTF-8 in place of a UTF-8 locale that is not installed.
curses_locale curses_set_locale(void);

/// Starts curses for the terminal type; NULL paths mean standard output and input.
/// 0, or −1 when the type is unknown, or −2 when a path cannot be opened.
int curses_open(const char *type, const char *output_path, const char *input_path);
/// Ends curses and gives the terminal back.
void curses_close(void);

int curses_rows(void);
int curses_columns(void);
int curses_colors(void);
int curses_pairs(void);
/// Whether the terminal type can place the cursor; without that there is no screen.
bool curses_can_move(void);

/// Writes `count` cells from (row, column); false when a color pair could not be had.
bool curses_put(int row, int column, const curses_cell *cells, int count);
/// Reads back what `curses_put` wrote.
curses_cell curses_get(int row, int column);
/// The number of color pairs in use since the last `curses_forget_pairs`.
int curses_pairs_in_use(void);
/// Forgets all color pairs: every cell has to be put again.
void curses_forget_pairs(void);
/// Sends what changed to the terminal; `everything` repaints it from scratch.
void curses_present(bool everything);

/// Takes the next typed event without waiting.
curses_event curses_read(void);
/// Turns the reporting of presses, of motion, and of the wheel on or off.
void curses_mouse(bool on);
/// Asks the terminal to mark where pasted text begins and ends (`ESC [ 200 ~`, `ESC [ 201 ~`), or to stop marking it.
void curses_bracket_pastes(bool on);

/// Gives the terminal back for a while; `curses_resume` takes it again.
void curses_pause(void);
/// Takes the terminal after a pause, or after a stop without one, at the size that it has now. Draws nothing: the next
/// `curses_present` repaints everything.
void curses_resume(void);

#ifdef __cplusplus
}
#endif

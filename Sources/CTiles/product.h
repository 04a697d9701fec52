// The product of split rows with a panel, over whatever multiplies tiles.
//
// The file that includes this defines TILE_FUNCTION (attributes of functions that use tiles), TILE_LOAD, TILE_STORE,
// TILE_ZERO, TILE_MULTIPLY, TILE_CONFIGURE, TILE_RELEASE, PREFETCH_FIRST and PREFETCH_SECOND (a level of the cache), and
// split_block.
#include "CTiles.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline)) TILE_FUNCTION
#define UNROLL _Pragma("clang loop unroll(full)")

enum {
  /// bfloat16 numbers of one part of a group's block of features, and of one part of 16 columns of a panel's.
  PART_SIZE = TILE_ROWS * TILE_BLOCK_DEPTH,
  /// And of all parts of a panel's block.
  PANEL_BLOCK_SIZE = 2 * TILE_PARTS * PART_SIZE,
  LINE = 64,
  ROW_LINES = TILE_PARTS * TILE_ROWS,
  PANEL_LINES = 2 * ROW_LINES,
  PRODUCTS = 6,
};

/// Up to 32 rows × 32 columns over `blocks` blocks of features.
///
/// Tiles 0 and 1 are the sums of the first 16 rows, 2 and 3 those of the others if there are `two` groups; 4 and 5 hold
/// parts of the rows, 6 and 7 of the panel. The next block is asked for in the first-level cache between the products:
/// all at once, that costs more than it gains. Of the next panel, `step` bytes are asked for with each block.
ALWAYS_INLINE void multiply_pair(const bool two, const uint16_t *a0, const uint16_t *a1, const uint16_t *b, long blocks,
                                 bool accumulates, const char *next, long step, float *sums, long row_stride) {
  const int second = ROW_LINES, panel = two ? 2 * ROW_LINES : ROW_LINES;
  const int all = panel + PANEL_LINES, steps = PRODUCTS * (two ? 4 : 2), each = (all + steps - 1) / steps;
  const long stride = row_stride * (long)sizeof(float);
  float *const sums1 = sums + TILE_ROWS * row_stride;
  if (accumulates) {
    TILE_LOAD(0, sums, stride);
    TILE_LOAD(1, sums + 16, stride);
    if (two) {
      TILE_LOAD(2, sums1, stride);
      TILE_LOAD(3, sums1 + 16, stride);
    }
  } else {
    TILE_ZERO(0);
    TILE_ZERO(1);
    if (two) {
      TILE_ZERO(2);
      TILE_ZERO(3);
    }
  }
#define PREFETCH_SOME                                                                                  \
  UNROLL for (int l = place * each; l < (place + 1) * each && l < all; l++) PREFETCH_FIRST(            \
      l < second  ? (const char *)(a0 + TILE_BLOCK_SIZE) + LINE * l                                    \
      : l < panel ? (const char *)(a1 + TILE_BLOCK_SIZE) + LINE * (l - second)                         \
                  : (const char *)(b + PANEL_BLOCK_SIZE) + LINE * (l - panel));                        \
  place += 1;
#define LOAD_ROWS(part)                                            \
  TILE_LOAD(4, a0 + (part) * PART_SIZE, LINE);                     \
  if (two) TILE_LOAD(5, a1 + (part) * PART_SIZE, LINE);
#define LOAD_PANEL(part)                                           \
  TILE_LOAD(6, b + 2 * (part) * PART_SIZE, LINE);                  \
  TILE_LOAD(7, b + (2 * (part) + 1) * PART_SIZE, LINE);
#define MULTIPLY                                                   \
  TILE_MULTIPLY(0, 4, 6);                                          \
  PREFETCH_SOME TILE_MULTIPLY(1, 4, 7);                            \
  PREFETCH_SOME if (two) {                                         \
    TILE_MULTIPLY(2, 5, 6);                                        \
    PREFETCH_SOME TILE_MULTIPLY(3, 5, 7);                          \
    PREFETCH_SOME                                                  \
  }
  for (long k = 0; k < blocks; k++) {
    int place = 0;
    for (long l = 0; l < step; l += LINE) PREFETCH_SECOND(next + l);
    next += step;
    // Low × high, middle × high, middle × middle, high × middle, high × low, high × high: each product shares a factor
    // with the one before it, as loads are what a busy core lacks.
    LOAD_ROWS(2) LOAD_PANEL(0) MULTIPLY
    LOAD_ROWS(1) MULTIPLY
    LOAD_PANEL(1) MULTIPLY
    LOAD_ROWS(0) MULTIPLY
    LOAD_PANEL(2) MULTIPLY
    LOAD_PANEL(0) MULTIPLY
    a0 += TILE_BLOCK_SIZE;
    a1 += TILE_BLOCK_SIZE;
    b += PANEL_BLOCK_SIZE;
  }
#undef MULTIPLY
#undef LOAD_PANEL
#undef LOAD_ROWS
#undef PREFETCH_SOME
  TILE_STORE(0, sums, stride);
  TILE_STORE(1, sums + 16, stride);
  if (two) {
    TILE_STORE(2, sums1, stride);
    TILE_STORE(3, sums1 + 16, stride);
  }
}

static TILE_FUNCTION void split_panel(const float *panel, long depth, uint16_t *parts) {
  for (long k = 0; k < depth; k += TILE_BLOCK_DEPTH) {
    const long rest = depth - k;
    split_block(panel, rest < TILE_BLOCK_DEPTH ? rest : TILE_BLOCK_DEPTH, parts);
    panel += TILE_BLOCK_DEPTH * TILE_PANEL_WIDTH;
    parts += PANEL_BLOCK_SIZE;
  }
}

static TILE_FUNCTION void multiply(const uint16_t *rows_parts, long group_stride, long rows,
                                   const uint16_t *panel_parts, long depth, bool accumulates, const float *next,
                                   float *sums, long stride) {
  const long blocks = (depth + TILE_BLOCK_DEPTH - 1) / TILE_BLOCK_DEPTH;
  const long pairs = (rows + 2 * TILE_ROWS - 1) / (2 * TILE_ROWS);
  if (pairs <= 0) return;
  // Whole lines, as many with each block: the pairs of groups share the next panel evenly.
  const long bytes = TILE_BLOCK_DEPTH * TILE_PANEL_WIDTH * sizeof(float);
  const long step = next ? (bytes / pairs + LINE - 1) / LINE * LINE : 0;
  TILE_CONFIGURE(TILE_ROWS, TILE_ROWS);
  for (long pair = 0; pair < pairs; pair++) {
    const uint16_t *a0 = rows_parts + 2 * pair * group_stride;
    float *to = sums + 2 * pair * TILE_ROWS * stride;
    const char *from = (const char *)next + pair * blocks * step;
    const long rest = rows - 2 * pair * TILE_ROWS;
    if (rest > TILE_ROWS) {
      if (rest < 2 * TILE_ROWS) TILE_CONFIGURE(TILE_ROWS, rest - TILE_ROWS);
      multiply_pair(true, a0, a0 + group_stride, panel_parts, blocks, accumulates, from, step, to, stride);
    } else {
      if (rest < TILE_ROWS) TILE_CONFIGURE(rest, TILE_ROWS);
      multiply_pair(false, a0, a0, panel_parts, blocks, accumulates, from, step, to, stride);
    }
  }
  TILE_RELEASE();
}

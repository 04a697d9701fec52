// Matrix products of floats by tiles that multiply bfloat16 and add in floats (Intel AMX), exact to a float's rounding.
//
// Every float is the sum of three bfloat16 numbers: x = high + middle + low. Of the nine products of two such sums, the
// six largest are added up in floats, block by block of 32 features, in one order: one of the smallest first, the largest last.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
  /// Columns of a panel of floats, [depth][32].
  TILE_PANEL_WIDTH = 32,
  /// Features that one step of a tile multiplies.
  TILE_BLOCK_DEPTH = 32,
  /// Rows of a tile: the parts of rows lie in groups of as many.
  TILE_ROWS = 16,
  /// The bfloat16 numbers that a float is split into.
  TILE_PARTS = 3,
  /// Features that one call multiplies at most: the parts of a panel are 144 KiB then.
  TILE_MAXIMUM_DEPTH = 24 * TILE_BLOCK_DEPTH,
  /// bfloat16 numbers that the parts of a panel of that depth take.
  TILE_PANEL_PARTS = TILE_MAXIMUM_DEPTH * TILE_PANEL_WIDTH * TILE_PARTS,
  /// bfloat16 numbers from the parts of one block of features of a group of rows to those of the next.
  TILE_BLOCK_SIZE = TILE_PARTS * TILE_ROWS * TILE_BLOCK_DEPTH,
};

/// The parts of a float that is NaN, infinite, or at least 2^127 in magnitude are NaN: so are the sums it enters.
struct tile_functions {
  /// Splits the rows of a [rows × depth] into parts [groups of 16 rows][blocks of 32 features][3][16][32], with zeros
  /// behind the last feature. What belongs to rows behind the last is left as it is. 64-byte aligned.
  void (*split_rows)(const float *a, long stride, long rows, long depth, uint16_t *parts);

  /// Splits a panel [depth × 32], depth ≤ TILE_MAXIMUM_DEPTH, into parts [blocks][3][2 columns of 16][16 pairs of
  /// features][16][2], TILE_PANEL_PARTS numbers at most, with zeros behind the last feature. 64-byte aligned.
  void (*split_panel)(const float *panel, long depth, uint16_t *parts);

  /// sums [rows × 32], `stride` from row to row, ← a·b, or sums + a·b if `accumulates`, with denormal numbers as zeros.
  ///
  /// `rows_parts`: of a, from a block of features on, `group_stride` from one group of rows to the next. `panel_parts`:
  /// of b, `depth` features. `next`: as large a panel that is asked for in the second-level cache meanwhile; null: none.
  void (*multiply)(const uint16_t *rows_parts, long group_stride, long rows, const uint16_t *panel_parts, long depth,
                   bool accumulates, const float *next, float *sums, long stride);
};

/// Whether the processor has the tiles, the system saves them, and this process may use them, which this asks for. Call
/// it before the threads start that will.
bool tiles_are_supported(void);

/// The functions on the processor's tiles; only where they are supported. Splitting needs AVX-512 with bfloat16 alone.
struct tile_functions processor_tiles(void);

// Two products of signed numbers at once, on the units for sums as well as on those for multiply-adds.
#pragma once

#include <stdbool.h>

/// Whether the processor adds in units other than those that multiply, as AMD's Zen does. Intel's cores add and multiply
/// in the same ones.
bool cpu_adds_beside_products(void);

#if defined(__AVX512DQ__)
#include "vectors.h"

/// |x|, in a unit that adds: a bitwise AND may take one that multiplies.
static inline __attribute__((always_inline)) float16_lanes magnitude_of_16(float16_lanes x) {
  const float16_lanes zero = {0};
  // Of two equal numbers, the one of less magnitude, with the sign cleared.
  return (float16_lanes)__builtin_ia32_rangeps512_mask(x, x, 10, zero, -1, 4);
}

/// `multiply_signed_rows` of a number of rows that is known when compiling.
///
/// A pair of features takes two multiply-adds, one multiplication and two sums. The latter wait for the product, so those
/// of a row come after the multiplication of the next, where the registers suffice for that.
static inline __attribute__((always_inline)) void multiply_signed_rows_of(const int rows, const float *factors,
                                                                          const float *panel, long panel_stride,
                                                                          long depth, float *totals, float *differences,
                                                                          long stride) {
  typedef float unaligned_lanes __attribute__((ext_vector_type(16), aligned(4)));
  enum { most = 14 };
  const int behind = rows < most ? 1 : 0;
  float16_lanes total[most], difference[most], product[most];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) total[r] = difference[r] = (float16_lanes){0};
  long k = 0;
  for (; k + 2 <= depth; k += 2) {
    const float16_lanes first = *(const unaligned_lanes *)panel;
    const float16_lanes second = *(const unaligned_lanes *)(panel + panel_stride);
    const float16_lanes magnitude = magnitude_of_16(first);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows + behind; r++) {
      if (r < rows) {
        difference[r] = __builtin_elementwise_fma((float16_lanes)factors[3 * r], first, difference[r]);
        total[r] = __builtin_elementwise_fma((float16_lanes)factors[3 * r + 1], magnitude, total[r]);
        product[r] = (float16_lanes)factors[3 * r + 2] * second;
      }
      if (r >= behind) {
        const int earlier = r - behind;
        difference[earlier] = difference[earlier] + product[earlier];
        total[earlier] = total[earlier] + magnitude_of_16(product[earlier]);
      }
    }
    panel += 2 * panel_stride;
    factors += 3 * rows;
  }
  if (k < depth) {
    const float16_lanes last = *(const unaligned_lanes *)panel;
    const float16_lanes magnitude = magnitude_of_16(last);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      difference[r] = __builtin_elementwise_fma((float16_lanes)factors[2 * r], last, difference[r]);
      total[r] = __builtin_elementwise_fma((float16_lanes)factors[2 * r + 1], magnitude, total[r]);
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    *(unaligned_lanes *)(totals + r * stride) = total[r];
    *(unaligned_lanes *)(differences + r * stride) = difference[r];
  }
}

/// `totals` ← |a|·|b| and `differences` ← a·b, both `[rows × 16]`, of a `[rows × depth]` and b `[depth × 16]`.
///
/// - `rows`: 1 … 14.
/// - `factors`: of a, for every pair of features (c, d) and every row, a_c, |a_c| and a_d; at the end of an odd depth a_c
///   and |a_c|.
/// - `panel`: b, `panel_stride` from row to row.
/// - `stride`: from row to row of the results.
///
/// Of rows whose products have all the same sign, both results have the same bits but for the sign.
static inline void multiply_signed_rows(long rows, const float *factors, const float *panel, long panel_stride,
                                        long depth, float *totals, float *differences, long stride) {
#define MULTIPLY(count)                                                                                      \
  case count:                                                                                                \
    return multiply_signed_rows_of(count, factors, panel, panel_stride, depth, totals, differences, stride);
  switch (rows) {
    MULTIPLY(1)
    MULTIPLY(2)
    MULTIPLY(3)
    MULTIPLY(4)
    MULTIPLY(5)
    MULTIPLY(6)
    MULTIPLY(7)
    MULTIPLY(8)
    MULTIPLY(9)
    MULTIPLY(10)
    MULTIPLY(11)
    MULTIPLY(12)
    MULTIPLY(13)
    MULTIPLY(14)
  }
#undef MULTIPLY
}
#endif

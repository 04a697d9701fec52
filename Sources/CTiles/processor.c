// The tiles of the processor: asking for them, splitting floats with AVX-512, and multiplying.
#define _GNU_SOURCE
#include "CTiles.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TILE_FUNCTION \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,amx-tile,amx-bf16,fma")))
#define TILE_LOAD(tile, base, stride) _tile_loadd(tile, base, stride)
#define TILE_STORE(tile, base, stride) _tile_stored(tile, base, stride)
#define TILE_ZERO(tile) _tile_zero(tile)
#define TILE_MULTIPLY(sums, rows, panel) _tile_dpbf16ps(sums, rows, panel)
#define TILE_CONFIGURE(rows0, rows1) configure(rows0, rows1)
// Else every switch of threads saves 8 KiB, and the core does not sleep deeply.
#define TILE_RELEASE() _tile_release()
#define PREFETCH_FIRST(address) _mm_prefetch(address, _MM_HINT_T0)
#define PREFETCH_SECOND(address) _mm_prefetch(address, _MM_HINT_T1)

bool tiles_are_supported(void) {
  enum { ask_for_permission = 0x1023, tile_data = 18, tile_state = 3 << 17 };
  uint32_t a, b, c, d, low, high;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return false;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & tile_state) != tile_state) return false;
  const uint32_t amx_bf16 = 1u << 22, amx_tile = 1u << 24, avx512_bf16 = 1u << 5;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (d & (amx_bf16 | amx_tile)) != (amx_bf16 | amx_tile)) return false;
  if (!__get_cpuid_count(7, 1, &a, &b, &c, &d) || !(a & avx512_bf16)) return false;
  // Refused where a thread has a stack for signals that is too small for the state of the tiles.
  return syscall(SYS_arch_prctl, ask_for_permission, tile_data) == 0;
}

/// 16 × 64 bytes for every tile, but as many rows as there are for sums and parts of rows.
static TILE_FUNCTION void configure(long rows0, long rows1) {
  struct {
    uint8_t palette, start, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
  } __attribute__((packed)) tiles;
  memset(&tiles, 0, sizeof tiles);
  tiles.palette = 1;
  for (int i = 0; i < 8; i++) {
    tiles.bytes[i] = 64;
    tiles.rows[i] = TILE_ROWS;
  }
  tiles.rows[0] = tiles.rows[1] = tiles.rows[4] = (uint8_t)rows0;
  tiles.rows[2] = tiles.rows[3] = tiles.rows[5] = (uint8_t)rows1;
  _tile_loadconfig(&tiles);
}

// MARK: Splitting

static inline __attribute__((always_inline)) TILE_FUNCTION __m512 widened(__m256i half) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(half), 16));
}

/// x, and NaN where it is NaN, infinite, or at least 2^127 in magnitude: its parts might not be finite.
static inline __attribute__((always_inline)) TILE_FUNCTION __m512 fit(__m512 x) {
  const __m512i magnitude = _mm512_and_si512(_mm512_castps_si512(x), _mm512_set1_epi32(0x7fffffff));
  const __mmask16 unfit = _mm512_cmpgt_epu32_mask(magnitude, _mm512_set1_epi32(0x7effffff));
  return _mm512_mask_mov_ps(x, unfit, _mm512_castsi512_ps(_mm512_set1_epi32(0x7fc00000)));
}

/// The nearest bfloat16 numbers of x and y, 0 where denormal, and x and y without them, which is exact.
static inline __attribute__((always_inline)) TILE_FUNCTION __m512i take_part(__m512 *x, __m512 *y) {
  const __m512i part = (__m512i)_mm512_cvtne2ps_pbh(*y, *x);
  *x = _mm512_sub_ps(*x, widened(_mm512_castsi512_si256(part)));
  *y = _mm512_sub_ps(*y, widened(_mm512_extracti64x4_epi64(part, 1)));
  return part;
}

static inline __attribute__((always_inline)) TILE_FUNCTION void split_row_block(__m512 x, __m512 y, uint16_t *parts) {
  x = fit(x);
  y = fit(y);
  for (int part = 0; part < TILE_PARTS; part++) {
    _mm512_store_si512((void *)(parts + part * TILE_ROWS * TILE_BLOCK_DEPTH), take_part(&x, &y));
  }
}

static TILE_FUNCTION void split_rows(const float *a, long stride, long rows, long depth, uint16_t *parts) {
  const long blocks = (depth + TILE_BLOCK_DEPTH - 1) / TILE_BLOCK_DEPTH, whole = depth / TILE_BLOCK_DEPTH;
  const uint32_t rest = depth % TILE_BLOCK_DEPTH, filled = (uint32_t)((1ull << rest) - 1);
  for (long r = 0; r < rows; r++) {
    const float *row = a + r * stride;
    uint16_t *to = parts + (r / TILE_ROWS * blocks * TILE_PARTS * TILE_ROWS + r % TILE_ROWS) * TILE_BLOCK_DEPTH;
    for (long k = 0; k < whole; k++) {
      split_row_block(_mm512_loadu_ps(row), _mm512_loadu_ps(row + 16), to);
      row += TILE_BLOCK_DEPTH;
      to += TILE_BLOCK_SIZE;
    }
    if (rest == 0) continue;
    split_row_block(_mm512_maskz_loadu_ps((__mmask16)filled, row),
                    _mm512_maskz_loadu_ps((__mmask16)(filled >> 16), row + 16), to);
  }
}

/// `depth` ≤ 32 rows of a panel become [3][2 columns of 16][16 pairs of rows][16][2], with zeros behind the last row.
static inline __attribute__((always_inline)) TILE_FUNCTION void split_block(const float *panel, long depth,
                                                                            uint16_t *parts) {
  static const uint16_t order[32] __attribute__((aligned(64))) = {
      0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
      8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  const __m512i pairs = _mm512_load_si512(order);
  for (int i = 0; i < 16; i++) {
    for (int j = 0; j < 2; j++) {
      const float *from = panel + 2 * i * TILE_PANEL_WIDTH + 16 * j;
      __m512 x = 2 * i < depth ? _mm512_loadu_ps(from) : _mm512_setzero_ps();
      __m512 y = 2 * i + 1 < depth ? _mm512_loadu_ps(from + TILE_PANEL_WIDTH) : _mm512_setzero_ps();
      x = fit(x);
      y = fit(y);
      for (int part = 0; part < TILE_PARTS; part++) {
        _mm512_store_si512((void *)(parts + (2 * part + j) * TILE_ROWS * TILE_BLOCK_DEPTH + i * 32),
                           _mm512_permutexvar_epi16(pairs, take_part(&x, &y)));
      }
    }
  }
}

#include "product.h"

struct tile_functions processor_tiles(void) {
  return (struct tile_functions){.split_rows = split_rows, .split_panel = split_panel, .multiply = multiply};
}

#else

bool tiles_are_supported(void) { return false; }

struct tile_functions processor_tiles(void) { return (struct tile_functions){0}; }

#endif

// Tiles in memory: what the instructions of AMX do, in scalar arithmetic that every processor has.
//
// Intel, Software Developer's Manual, volume 2: TDPBF16PS, VCVTNE2PS2BF16.
#include "CEmulatedTiles.h"

#include "CPlatform.h"

#include <math.h>
#include <string.h>

#define TILE_FUNCTION
#define TILE_LOAD(tile, base, stride) load(tile, base, stride)
#define TILE_STORE(tile, base, stride) store(tile, base, stride)
#define TILE_ZERO(tile) memset(&tiles[tile].bytes, 0, sizeof tiles[tile].bytes)
#define TILE_MULTIPLY(sums, rows, panel) multiply_tiles(&tiles[sums], &tiles[rows], &tiles[panel])
#define TILE_CONFIGURE(rows0, rows1) configure(rows0, rows1)
#define TILE_RELEASE() configure(0, 0)
#define PREFETCH_FIRST(address) (void)(address)
#define PREFETCH_SECOND(address) (void)(address)

struct tile {
  long rows;
  uint8_t bytes[TILE_ROWS][64];
};
static _Thread_local struct tile tiles[8];

static void configure(long rows0, long rows1) {
  const long rows[8] = {rows0, rows0, rows1, rows1, rows0, rows1, TILE_ROWS, TILE_ROWS};
  memset(tiles, 0, sizeof tiles);
  for (int i = 0; i < 8; i++) tiles[i].rows = rows[i];
}

static void load(int tile, const void *base, long stride) {
  memset(tiles[tile].bytes, 0, sizeof tiles[tile].bytes);
  for (long row = 0; row < tiles[tile].rows; row++) {
    memcpy(tiles[tile].bytes[row], (const char *)base + row * stride, 64);
  }
}

static void store(int tile, void *base, long stride) {
  for (long row = 0; row < tiles[tile].rows; row++) {
    memcpy((char *)base + row * stride, tiles[tile].bytes[row], 64);
  }
}

// MARK: Arithmetic

static uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static float of_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// x, and a zero of its sign where it is denormal.
static float flushed(float x) {
  const uint32_t bits = bits_of(x);
  return bits & 0x7f800000 ? x : of_bits(bits & 0x80000000);
}

static float widened(uint16_t bits) { return flushed(of_bits((uint32_t)bits << 16)); }

/// The nearest bfloat16 number, the even one of two; denormal numbers become 0.
static uint16_t nearest(float x) {
  const uint32_t bits = bits_of(x);
  if ((bits & 0x7fffffff) > 0x7f800000) return (uint16_t)(bits >> 16 | 0x40);
  if (!(bits & 0x7f800000)) return (uint16_t)((bits & 0x80000000) >> 16);
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/// sums ← sums + rows·panel over 32 features: those of even and of odd number apart, then both, then what was there.
static void multiply_tiles(struct tile *sums, const struct tile *rows, const struct tile *panel) {
  for (long r = 0; r < sums->rows; r++) {
    uint16_t a[TILE_BLOCK_DEPTH];
    float c[16], even[16] = {0}, odd[16] = {0};
    memcpy(a, rows->bytes[r], sizeof a);
    memcpy(c, sums->bytes[r], sizeof c);
    for (int k = 0; k < TILE_BLOCK_DEPTH / 2; k++) {
      uint16_t b[TILE_BLOCK_DEPTH];
      memcpy(b, panel->bytes[k], sizeof b);
      for (int n = 0; n < 16; n++) {
        even[n] = flushed(fmaf(widened(a[2 * k]), widened(b[2 * n]), even[n]));
        odd[n] = flushed(fmaf(widened(a[2 * k + 1]), widened(b[2 * n + 1]), odd[n]));
      }
    }
    for (int n = 0; n < 16; n++) c[n] = flushed(flushed(c[n]) + flushed(even[n] + odd[n]));
    memcpy(sums->bytes[r], c, sizeof c);
  }
}

// MARK: Splitting

/// Writes the parts of x to `parts`, `distance` from one to the next.
static void split(float x, uint16_t *parts, long distance) {
  if ((bits_of(x) & 0x7fffffff) > 0x7effffff) x = of_bits(0x7fc00000);
  for (int part = 0; part < TILE_PARTS; part++) {
    parts[part * distance] = nearest(x);
    x -= of_bits((uint32_t)parts[part * distance] << 16);
  }
}

static void split_rows(const float *a, long stride, long rows, long depth, uint16_t *parts) {
  const long blocks = (depth + TILE_BLOCK_DEPTH - 1) / TILE_BLOCK_DEPTH, part = TILE_ROWS * TILE_BLOCK_DEPTH;
  for (long r = 0; r < rows; r++) {
    for (long k = 0; k < blocks * TILE_BLOCK_DEPTH; k++) {
      uint16_t *block = parts + (r / TILE_ROWS * blocks + k / TILE_BLOCK_DEPTH) * TILE_BLOCK_SIZE;
      split(k < depth ? a[r * stride + k] : 0, block + r % TILE_ROWS * TILE_BLOCK_DEPTH + k % TILE_BLOCK_DEPTH, part);
    }
  }
}

static void split_block(const float *panel, long depth, uint16_t *parts) {
  const long part = TILE_ROWS * TILE_BLOCK_DEPTH;
  for (long k = 0; k < TILE_BLOCK_DEPTH; k++) {
    for (long n = 0; n < TILE_PANEL_WIDTH; n++) {
      split(k < depth ? panel[k * TILE_PANEL_WIDTH + n] : 0,
            parts + n / 16 * part + k / 2 * 32 + 2 * (n % 16) + k % 2, 2 * part);
    }
  }
}

#include "product.h"

#if defined(__x86_64__)
#include <cpuid.h>

bool processor_splits(void) {
  uint32_t a, b, c, d;
  return cpu_supports_avx512() && __get_cpuid_count(7, 1, &a, &b, &c, &d) && a & 1u << 5;
}
#else
bool processor_splits(void) { return false; }
#endif

struct tile_functions emulated_tiles(void) {
  return (struct tile_functions){.split_rows = split_rows, .split_panel = split_panel, .multiply = multiply};
}

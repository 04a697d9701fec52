// libpng without setjmp in sight: a decoder that hands out plain rows, and an encoder of RGB images.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What the bytes of a decoded row are.
enum cpng_layout {
  cpng_gray = 0,     // 1 byte per pixel, expanded to 0…255
  cpng_palette = 1,  // 1 byte per pixel, an index into the header's palette
  cpng_gray16 = 2,   // 2 bytes per pixel, big-endian
  cpng_rgb = 3,      // 3 bytes per pixel
};

struct cpng_header {
  uint32_t width, height;
  enum cpng_layout layout;
  bool interlaced;
  int paletteCount;
  uint8_t palette[3 * 256];
};

// A decoder standing after the header of an image in memory.
struct cpng_decoder;

// Reads the header of the PNG in `bytes`, which must outlive the decoder. Alpha and transparency are
// dropped, not blended; the low byte of 16-bit colors is dropped. NULL with a message on failure.
struct cpng_decoder *cpng_open(
  const uint8_t *bytes, size_t count, struct cpng_header *header, char *message, size_t messageSize);

// Decodes all rows, the first at `pixels`, each `rowStride` bytes after the one before.
bool cpng_decode(
  struct cpng_decoder *decoder, uint8_t *pixels, size_t rowStride, char *message, size_t messageSize);

void cpng_close(struct cpng_decoder *decoder);

// A fact beside the pixels: a tEXt chunk where the text is ASCII, else an iTXt chunk of UTF-8.
struct cpng_text {
  const char *keyword;  // 1…79 characters of Latin-1
  const char *text;
  bool isASCII;
};

// Encodes an RGB image in sRGB, 3 bytes per pixel without padding, with `texts` in front of the pixels. The
// result is freed with `free`; NULL with a message on failure.
uint8_t *cpng_encode_rgb(
  const uint8_t *pixels, uint32_t width, uint32_t height, const struct cpng_text *texts, int textCount,
  size_t *count, char *message, size_t messageSize);

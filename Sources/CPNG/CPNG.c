#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cpng_decoder {
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count, position;
  uint32_t width, height;
  // Where the call in progress wants its message.
  char *message;
  size_t messageSize;
};

static void fail(png_structp png, png_const_charp text) {
  struct cpng_decoder *decoder = png_get_error_ptr(png);
  snprintf(decoder->message, decoder->messageSize, "%s", text);
  longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep into, size_t count) {
  struct cpng_decoder *decoder = png_get_io_ptr(png);
  if (count > decoder->count - decoder->position) png_error(png, "the file ends too early");
  memcpy(into, decoder->bytes + decoder->position, count);
  decoder->position += count;
}

// Chooses libpng's conversions, so that rows arrive in one of the four layouts.
static enum cpng_layout choose_layout(png_structp png, png_infop info) {
  int depth = png_get_bit_depth(png, info);
  switch (png_get_color_type(png, info)) {
  case PNG_COLOR_TYPE_PALETTE:
    png_set_packing(png);
    return cpng_palette;
  case PNG_COLOR_TYPE_GRAY:
    if (depth == 16) return cpng_gray16;
    png_set_expand_gray_1_2_4_to_8(png);
    return cpng_gray;
  case PNG_COLOR_TYPE_GRAY_ALPHA:
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    return cpng_gray;
  default:
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    return cpng_rgb;
  }
}

static void copy_palette(png_structp png, png_infop info, struct cpng_header *header) {
  png_colorp colors = NULL;
  int count = 0;
  if (!png_get_PLTE(png, info, &colors, &count)) return;
  header->paletteCount = count < 256 ? count : 256;
  for (int index = 0; index < header->paletteCount; index++) {
    header->palette[3 * index] = colors[index].red;
    header->palette[3 * index + 1] = colors[index].green;
    header->palette[3 * index + 2] = colors[index].blue;
  }
}

struct cpng_decoder *cpng_open(
  const uint8_t *bytes, size_t count, struct cpng_header *header, char *message, size_t messageSize) {
  struct cpng_decoder *decoder = calloc(1, sizeof *decoder);
  if (!decoder) return NULL;
  decoder->bytes = bytes;
  decoder->count = count;
  decoder->message = message;
  decoder->messageSize = messageSize;
  decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder, fail, ignore);
  decoder->info = decoder->png ? png_create_info_struct(decoder->png) : NULL;
  if (!decoder->info || setjmp(png_jmpbuf(decoder->png))) {
    cpng_close(decoder);
    return NULL;
  }
  png_set_read_fn(decoder->png, decoder, read_bytes);
  png_read_info(decoder->png, decoder->info);

  memset(header, 0, sizeof *header);
  header->width = decoder->width = png_get_image_width(decoder->png, decoder->info);
  header->height = decoder->height = png_get_image_height(decoder->png, decoder->info);
  header->interlaced = png_get_interlace_type(decoder->png, decoder->info) != PNG_INTERLACE_NONE;
  header->layout = choose_layout(decoder->png, decoder->info);
  if (header->layout == cpng_palette) copy_palette(decoder->png, decoder->info, header);
  return decoder;
}

bool cpng_decode(
  struct cpng_decoder *decoder, uint8_t *pixels, size_t rowStride, char *message, size_t messageSize) {
  decoder->message = message;
  decoder->messageSize = messageSize;
  if (setjmp(png_jmpbuf(decoder->png))) return false;
  int passes = png_set_interlace_handling(decoder->png);
  png_read_update_info(decoder->png, decoder->info);
  if (png_get_rowbytes(decoder->png, decoder->info) > rowStride) png_error(decoder->png, "rows are too long");
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t row = 0; row < decoder->height; row++) {
      png_read_row(decoder->png, pixels + row * rowStride, NULL);
    }
  }
  return true;
}

void cpng_close(struct cpng_decoder *decoder) {
  if (decoder->png) png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
  free(decoder);
}

// What an encoder has written so far, and where its message goes.
struct encoder {
  uint8_t *bytes;
  size_t count, capacity;
  char *message;
  size_t messageSize;
};

static void fail_encoding(png_structp png, png_const_charp text) {
  struct encoder *encoder = png_get_error_ptr(png);
  snprintf(encoder->message, encoder->messageSize, "%s", text);
  longjmp(png_jmpbuf(png), 1);
}

static void write_bytes(png_structp png, png_bytep from, size_t count) {
  struct encoder *encoder = png_get_io_ptr(png);
  if (count > encoder->capacity - encoder->count) {
    size_t capacity = 2 * encoder->capacity + count;
    uint8_t *bytes = realloc(encoder->bytes, capacity);
    if (!bytes) png_error(png, "out of memory");
    encoder->bytes = bytes;
    encoder->capacity = capacity;
  }
  memcpy(encoder->bytes + encoder->count, from, count);
  encoder->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

// False, with the encoder's message, on failure.
static bool write_image(
  struct encoder *encoder, png_structp png, png_infop info, const uint8_t *pixels, uint32_t width,
  uint32_t height, const struct cpng_text *texts, int textCount) {
  if (setjmp(png_jmpbuf(png))) return false;
  png_set_write_fn(png, encoder, write_bytes, flush_nothing);
  png_set_IHDR(
    png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
    PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  for (int index = 0; index < textCount; index++) {
    png_text text = {
      .compression = texts[index].isASCII ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
      .key = (char *)texts[index].keyword,
      .text = (char *)texts[index].text,
    };
    png_set_text(png, info, &text, 1);
  }
  png_write_info(png, info);
  for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + (size_t)row * width * 3);
  png_write_end(png, info);
  return true;
}

uint8_t *cpng_encode_rgb(
  const uint8_t *pixels, uint32_t width, uint32_t height, const struct cpng_text *texts, int textCount,
  size_t *count, char *message, size_t messageSize) {
  struct encoder encoder = {.message = message, .messageSize = messageSize};
  snprintf(message, messageSize, "out of memory");
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &encoder, fail_encoding, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  bool isWritten = info && write_image(&encoder, png, info, pixels, width, height, texts, textCount);
  png_destroy_write_struct(&png, &info);
  if (isWritten) {
    *count = encoder.count;
    return encoder.bytes;
  }
  free(encoder.bytes);
  return NULL;
}

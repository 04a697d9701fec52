// libwebp's decoder as it is: it reports errors by return values, so Swift calls it without a shim.
#pragma once

#include <webp/decode.h>

// An inline function of the library, which Swift does not see by its own name.
static inline VP8StatusCode CWebPGetFeatures(
  const uint8_t *bytes, size_t count, WebPBitstreamFeatures *features) {
  return WebPGetFeatures(bytes, count, features);
}

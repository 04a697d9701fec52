// Steps of vectors that one instruction makes and Swift does not reach: the larger lanes, floats as doubles, and
// logarithms by a table.
#pragma once

#if defined(__AVX512F__)
#define WIDE_LANES 8
#elif defined(__AVX__)
#define WIDE_LANES 4
#else
#define WIDE_LANES 2
#endif
typedef double wide_lanes __attribute__((ext_vector_type(WIDE_LANES)));

/// As many floats at `pointer` as a register has doubles.
static inline __attribute__((always_inline)) wide_lanes floats_as_doubles(const float *pointer) {
  typedef float narrow_lanes __attribute__((ext_vector_type(WIDE_LANES), aligned(4)));
  return __builtin_convertvector(*(const narrow_lanes *)pointer, wide_lanes);
}

#if defined(__AVX__)
typedef float float8_lanes __attribute__((ext_vector_type(8)));

/// a where it is above b, else b.
static inline __attribute__((always_inline)) float8_lanes larger_of_8(float8_lanes a, float8_lanes b) {
  return __builtin_ia32_maxps256(a, b);
}
#endif

#if defined(__AVX512F__)
typedef float float16_lanes __attribute__((ext_vector_type(16)));
typedef int int16_lanes __attribute__((ext_vector_type(16)));

/// a where it is above b, else b.
static inline __attribute__((always_inline)) float16_lanes larger_of_16(float16_lanes a, float16_lanes b) {
  return __builtin_ia32_maxps512(a, b, 4);
}

/// sum + p·log₂ x of normal x > 0. Absolute error of the logarithm ≤ 4e-7.
///
/// x = m·2^e with 1 ≤ m < 2. The four first bits of m choose c, near 1/m: log₂ x = e − log₂ c + log₂(1 + r) with
/// r = m·c − 1, |r| < 1/32, and a polynomial that minimizes the largest error. The whole and the fraction are added one
/// after the other, in units that multiply: those that add have more to do.
static inline __attribute__((always_inline)) float16_lanes add_binary_logarithm(float16_lanes p,
                                                                                float16_lanes x,
                                                                                float16_lanes sum) {
  const float16_lanes inverses = {0.9696969985961914f, 0.9142857193946838f, 0.8648648858070374f, 0.8205128312110901f,
                                  0.7804877758026123f, 0.7441860437393188f, 0.7111111283302307f, 0.6808510422706604f,
                                  0.6530612111091614f, 0.6274510025978088f, 0.6037735939025879f, 0.581818163394928f,
                                  0.5614035129547119f, 0.5423728823661804f, 0.5245901346206665f, 0.5079365372657776f};
  const float16_lanes logarithms = {0.044394075870513916f, 0.12928301095962524f, 0.20945332944393158f,
                                    0.28540220856666565f,  0.35755205154418945f, 0.42626476287841797f,
                                    0.4918530583381653f,   0.5545889139175415f,  0.6147098541259766f,
                                    0.6724252700805664f,   0.727920413017273f,   0.7813597321510315f,
                                    0.832889974117279f,    0.8826430439949036f,  0.9307374358177185f,
                                    0.9772798418998718f};
  const float16_lanes zero = {0}, one = zero + 1;
  const float16_lanes e = __builtin_ia32_getexpps512_mask(x, zero, -1, 4);
  const float16_lanes m = (float16_lanes)(((int16_lanes)x & 0x7fffff) | 0x3f800000);
  // The index is the low four bits.
  const int16_lanes index = (int16_lanes)x >> 19;
  const float16_lanes c = (float16_lanes)__builtin_ia32_permvarsf512(inverses, index);
  const float16_lanes r = __builtin_elementwise_fma(m, c, -one);
  float16_lanes q = __builtin_elementwise_fma(zero + 0.48127329f, r, zero - 0.72162205f);
  q = __builtin_elementwise_fma(q, r, zero + 1.44269490f);
  q = __builtin_elementwise_fma(q, r, (float16_lanes)__builtin_ia32_permvarsf512(logarithms, index));
  return __builtin_elementwise_fma(p, q, __builtin_elementwise_fma(p, e, sum));
}
#endif

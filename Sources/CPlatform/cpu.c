#include "cpu.h"
#include "prefetch.h"
#include "signed_products.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <stdint.h>

static bool has(uint32_t value, uint32_t mask) { return (value & mask) == mask; }

/// The state components that the operating system saves (XCR0).
static uint32_t saved_state(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

bool cpu_supports_avx2(void) {
  uint32_t a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
  if (!has(c, bit_FMA | bit_MOVBE | bit_OSXSAVE | bit_AVX | bit_F16C)) return false;
  if (!has(saved_state(), 0x6)) return false;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  if (!has(b, bit_BMI | bit_AVX2 | bit_BMI2)) return false;
  return __get_cpuid(0x80000001, &a, &b, &c, &d) && has(c, 1u << 5);
}

bool cpu_supports_avx512(void) {
  uint32_t a, b, c, d;
  if (!cpu_supports_avx2() || !has(saved_state(), 0xe6)) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
         has(b, bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL);
}

bool cpu_gains_from_prefetch(void) {
  uint32_t a, b, c, d;
  return __get_cpuid(0, &a, &b, &c, &d) && b == signature_INTEL_ebx && d == signature_INTEL_edx &&
         c == signature_INTEL_ecx;
}

bool cpu_adds_beside_products(void) {
  uint32_t a, b, c, d;
  return __get_cpuid(0, &a, &b, &c, &d) && b == signature_AMD_ebx && d == signature_AMD_edx && c == signature_AMD_ecx;
}

#else

bool cpu_supports_avx2(void) { return false; }
bool cpu_supports_avx512(void) { return false; }
bool cpu_gains_from_prefetch(void) { return false; }
bool cpu_adds_beside_products(void) { return false; }

#endif

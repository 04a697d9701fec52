// What the processor and the operating system support, by cpuid and xgetbv; and the spin-wait hint.
#pragma once

#include <stdbool.h>

/// x86-64-v3: AVX2, FMA, F16C, BMI1, BMI2, LZCNT, MOVBE, and YMM state saved by the system.
bool cpu_supports_avx2(void);

/// x86-64-v4: x86-64-v3 and AVX-512 F, BW, CD, DQ, VL, and ZMM state saved by the system.
bool cpu_supports_avx512(void);

/// Tells the core that the thread spins.
static inline void cpu_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

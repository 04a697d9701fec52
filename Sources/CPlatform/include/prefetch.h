// Asking for memory before it is needed.
#pragma once

#include <stdbool.h>

/// Asks for the cache line of `address` in the second-level cache. Any address is allowed: a prefetch never faults.
static inline __attribute__((always_inline)) void prefetch_into_second_level(const void *address) {
  __builtin_prefetch(address, 0, 2);
}

/// Whether matrix products gain from prefetching the next panel of weights. Intel's server cores wait for the third
/// level without it; on AMD's Zen the prefetches cost more than the wait.
bool cpu_gains_from_prefetch(void);

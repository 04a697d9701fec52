// Sleeping on a 32-bit word and waking those who sleep on it (Linux futex, private to the process).
#pragma once

#include <stdint.h>

/// Sleeps while `*word` holds `expected`; may also return without cause.
void futex_wait(const uint32_t *word, uint32_t expected);

/// Wakes every thread that sleeps on `word`.
void futex_wake_all(const uint32_t *word);

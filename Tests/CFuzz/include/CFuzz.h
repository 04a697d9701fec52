// libFuzzer, where the program is linked with it, and a count of the memory that the program allocates.
#ifndef CFUZZ_H
#define CFUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Tries one input; what it returns is handed to libFuzzer, which takes 0.
typedef int (*cfuzz_body)(const uint8_t *_Nullable bytes, size_t count);

// Changes the `count` bytes of `bytes`, which has room for `capacity`, and returns how many there are then.
typedef size_t (*cfuzz_mutator)(uint8_t *bytes, size_t count, size_t capacity, uint32_t seed);

// Whether the program is linked with libFuzzer.
bool cfuzz_is_linked(void);

// Runs libFuzzer with the arguments of a program, and `mutator` in place of its own changes. Returns its status; may
// also end the process.
int cfuzz_run(int count, char *_Nonnull *_Nonnull arguments, cfuzz_body body, cfuzz_mutator mutator);

// libFuzzer's own changes of an input, learned from comparisons in the program.
size_t cfuzz_mutate(uint8_t *bytes, size_t count, size_t capacity);

// Whether allocations are counted: not under a sanitizer, which has its own allocator.
bool cfuzz_counts_memory(void);

// Begins a new count: from now on `cfuzz_peak_memory` is the most that was allocated beyond what is allocated now.
void cfuzz_reset_memory(void);

size_t cfuzz_peak_memory(void);

#pragma clang assume_nonnull end

#endif

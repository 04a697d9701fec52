// libFuzzer as a library: weak, so that the program also builds without it and then replays files only.
#include "CFuzz.h"

__attribute__((weak)) int LLVMFuzzerRunDriver(int *, char ***, int (*)(const uint8_t *, size_t));
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *, size_t, size_t);

static cfuzz_mutator chosen_mutator;

bool cfuzz_is_linked(void) { return LLVMFuzzerRunDriver != NULL; }

int cfuzz_run(int count, char **arguments, cfuzz_body body, cfuzz_mutator mutator) {
  chosen_mutator = mutator;
  return LLVMFuzzerRunDriver(&count, &arguments, body);
}

size_t cfuzz_mutate(uint8_t *bytes, size_t count, size_t capacity) {
  return LLVMFuzzerMutate ? LLVMFuzzerMutate(bytes, count, capacity) : count;
}

// libFuzzer calls this by its name.
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t capacity, unsigned seed) {
  return chosen_mutator(bytes, count, capacity, seed);
}

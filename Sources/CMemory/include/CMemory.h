// When the C library gives freed memory back to the system.
#pragma once

#include <stdbool.h>
#include <stddef.h>

/// From now on blocks of `bytes` and more have pages of their own, which go back to the system when they are freed, and
/// so does free memory at the end of a heap beyond `bytes`. Else glibc raises both bounds, to 32 and 64 MiB, as large
/// blocks are freed, and the process keeps as much as it ever needed at a time. False where the library refuses.
bool memory_give_back_from(size_t bytes);

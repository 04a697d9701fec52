// How much memory the process has and may have, what it is for, and when freed memory goes back to the system.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// From now on blocks of `bytes` and more have pages of their own, which go back to the system when they are freed, and
/// so does free memory at the end of a heap beyond `bytes`. Else glibc raises both bounds, to 32 and 64 MiB, as large
/// blocks are freed, and the process keeps as much as it ever needed at a time. False where the library refuses.
bool memory_give_back_from(size_t bytes);

/// Gives free memory of all heaps back to the system, where the library can.
void memory_give_back(void);

/// Bytes of address space that the process has taken; 0 where the system does not say.
size_t memory_in_use(void);

/// Bytes that the process may still ask for: what its limits (`ulimit -v`, `ulimit -d`) leave, and what the C library
/// holds free. PTRDIFF_MAX, the largest number of Swift's Int, where nothing limits it.
size_t memory_room(void);

/// Says what the calling thread asks for memory for from now on: a text that stays where it is, or NULL. Returns what it
/// was for before.
const char *memory_is_for(const char *purpose);

/// What the calling thread asks for memory for; NULL where that was not said.
const char *memory_purpose(void);

#ifdef __cplusplus
}
#endif

// Memory that the system refuses ends the program with a message: no caller of malloc in it, Swift's included, goes on
// without.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// From now on a call of malloc or its like that the system refuses gives the terminal back, says on the standard error
/// in one line how many bytes were asked for, for what (see `memory_is_for`) and what to do, and ends the process with
/// status 1. Call it first of all: it also takes the main thread's stack, which later could not grow.
///
/// Does nothing where the C library is not glibc, and under a sanitizer, which has an allocator of its own.
void allocation_refusals_end_the_process(void);

#ifdef __cplusplus
}
#endif

// Memory that the system refuses ends a program that links this target with a message: no caller of malloc in it,
// Swift's included, goes on without.
//
// A call of malloc or its like that the system refuses, also before `main`, gives the terminal back, says on the standard
// error in one line how many bytes were asked for, for what (see `memory_is_for`) and what to do, and ends the process
// with status 1. Not so where the C library is not glibc, and under a sanitizer, which has an allocator of its own.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Takes the main thread's stack, which later could not grow, gives other threads stacks that suffice whatever the limit
/// is (`ulimit -s`), and lets threads share heaps where the address space is limited (`ulimit -v`). Ends the process with
/// a message where the limits leave too little. Call it first of all.
void allocation_take_stack(void);

#ifdef __cplusplus
}
#endif

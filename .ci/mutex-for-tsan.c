// Tells ThreadSanitizer of the locks of Swift's Mutex that several threads wait for.
//
// The first attempt to lock and to unlock is compiled into the program, where ThreadSanitizer sees it. Where that
// fails, the Synchronization library goes on, which is not instrumented: without a word from here, every value that
// such a lock guards is reported as a data race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

// Absent in the processes around the tests, which load this file too.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

#define METHOD __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

static void *following(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  return function;
}

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

METHOD void lock(uint32_t thread, SELF) __asm__(LOCK);
METHOD void unlock(SELF) __asm__(UNLOCK);

METHOD void lock(uint32_t thread, SELF) {
  METHOD void (*library)(uint32_t, SELF) = following(LOCK);
  library(thread, self);
  if (__tsan_acquire != NULL) __tsan_acquire(self);
}

METHOD void unlock(SELF) {
  METHOD void (*library)(SELF) = following(UNLOCK);
  if (__tsan_release != NULL) __tsan_release(self);
  library(self);
}

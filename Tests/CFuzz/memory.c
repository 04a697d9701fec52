// Counts allocations by standing in front of the C library's allocator.
#define _GNU_SOURCE
#include "CFuzz.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_OTHER_ALLOCATOR 1
#endif
#endif

#if defined(__GLIBC__) || defined(__linux__)
#include <features.h>
#endif

#if defined(__GLIBC__) && !defined(HAS_OTHER_ALLOCATOR)
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static _Atomic long live, peak;

static void *counted(void *block) {
  if (!block) return block;
  long now = atomic_fetch_add_explicit(&live, (long)malloc_usable_size(block), memory_order_relaxed) +
             (long)malloc_usable_size(block);
  long most = atomic_load_explicit(&peak, memory_order_relaxed);
  while (now > most && !atomic_compare_exchange_weak(&peak, &most, now)) {
  }
  return block;
}

static void discount(void *block) {
  if (block) atomic_fetch_sub_explicit(&live, (long)malloc_usable_size(block), memory_order_relaxed);
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void free(void *block) {
  discount(block);
  __libc_free(block);
}

void *realloc(void *block, size_t size) {
  long before = block ? (long)malloc_usable_size(block) : 0;
  void *moved = __libc_realloc(block, size);
  if (moved || size == 0) atomic_fetch_sub_explicit(&live, before, memory_order_relaxed);
  return counted(moved);
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  void *made = memalign(alignment, size);
  if (!made) return ENOMEM;
  *block = made;
  return 0;
}

void *valloc(size_t size) { return memalign((size_t)sysconf(_SC_PAGESIZE), size); }

bool cfuzz_counts_memory(void) { return true; }

static long base;

void cfuzz_reset_memory(void) {
  base = atomic_load(&live);
  atomic_store(&peak, base);
}

size_t cfuzz_peak_memory(void) {
  long most = atomic_load(&peak) - base;
  return most > 0 ? (size_t)most : 0;
}
#else
bool cfuzz_counts_memory(void) { return false; }
void cfuzz_reset_memory(void) {}
size_t cfuzz_peak_memory(void) { return 0; }
#endif

// Stands in front of the C library's allocator and says what it refuses.
#define _GNU_SOURCE
#include "CAllocation.h"

#include "CMemory.h"
#include "CPlatform.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_OTHER_ALLOCATOR 1
#endif
#endif

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__GLIBC__) && !defined(HAS_OTHER_ALLOCATOR)
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static atomic_bool is_ending;

/// A line that is put together without memory.
struct line {
  char text[600];
  size_t length;
};

static void add(struct line *line, const char *text) {
  for (; *text && line->length < sizeof line->text; text += 1) line->text[line->length++] = *text;
}

static void add_number(struct line *line, size_t number) {
  char digits[24];
  size_t start = sizeof digits - 1;
  digits[start] = 0;
  do {
    digits[--start] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  add(line, digits + start);
}

/// A limit in the unit of `ulimit`; false where there is none.
static bool add_limit(struct line *line, int resource, const char *option) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return false;
  add(line, ", and 'ulimit ");
  add(line, option);
  add(line, "' is ");
  add_number(line, limit.rlim_cur / 1024);
  add(line, " kB");
  return true;
}

static void end(struct line *line) {
  ssize_t written = write(STDERR_FILENO, line->text, line->length);
  (void)written;
  _exit(1);
}

/// Ends the process. Other threads that are refused meanwhile wait for that.
static void refuse(size_t size) {
  if (atomic_exchange(&is_ending, true)) {
    for (;;) pause();
  }
  terminal_guard_give_back();
  struct line line = {.length = 0};
  add(&line, "polascope: there is no memory");
  const char *purpose = memory_purpose();
  if (purpose) add(&line, " for ");
  add(&line, purpose ? purpose : " left");
  add(&line, ": ");
  add_number(&line, size);
  add(&line, " bytes more were asked for, ");
  add_number(&line, memory_in_use() / 1024);
  add(&line, " kB are in use");
  bool address_space = add_limit(&line, RLIMIT_AS, "-v"), data = add_limit(&line, RLIMIT_DATA, "-d");
  add(&line, address_space || data ? "; raise the limit" : "; end other programs");
  add(&line, ", or take smaller models, fewer images at a time (--jobs) or a smaller input (--input-size)\n");
  end(&line);
}

/// A block of the library, which is not there where the system refused it.
static inline void *checked(void *block, size_t size) {
  if (__builtin_expect(!block, 0) && size > 0) refuse(size);
  return block;
}

void *malloc(size_t size) { return checked(__libc_malloc(size), size); }

void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  return checked(__libc_calloc(count, size), bytes);
}

void *realloc(void *block, size_t size) { return checked(__libc_realloc(block, size), size); }

void *memalign(size_t alignment, size_t size) { return checked(__libc_memalign(alignment, size), size); }

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *made = memalign(alignment, size);
  if (!made) return ENOMEM;
  *block = made;
  return 0;
}

/// What the main thread's stack needs at most: views, parsers and the dynamic loader, several times over. And the stack
/// of a thread that is started without a word about it, which glibc otherwise makes as large as the limit at the start.
enum { stack_bytes = 1 << 20, thread_stack_bytes = 8 << 20 };

/// What of the main thread's stack is taken: arguments and environment lie in it, above all else the program's name.
static size_t stack_in_use(void) {
  const char *name = (const char *)getauxval(AT_EXECFN);
  return name ? (size_t)(name + strlen(name) - (const char *)__builtin_frame_address(0)) : 0;
}

/// Lets the stacks be as large as they need to be, where the limit of the process can be raised; else ends it.
static void allow_stack(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  size_t needed = stack_in_use() + stack_bytes + (64 << 10);
  if (limit.rlim_cur < needed) {
    rlim_t least = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max < thread_stack_bytes ? limit.rlim_max : thread_stack_bytes;
    if (limit.rlim_cur < needed) limit.rlim_cur = limit.rlim_max < needed ? limit.rlim_max : needed;
    if (limit.rlim_cur < needed || setrlimit(RLIMIT_STACK, &limit) != 0) {
      struct line line = {.length = 0};
      add(&line, "polascope: the limit of the stack ('ulimit -s') is ");
      add_number(&line, least / 1024);
      add(&line, " kB, and ");
      add_number(&line, needed / 1024);
      add(&line, " kB are needed; raise it: ulimit -s 8192\n");
      end(&line);
    }
  }
  pthread_attr_t attributes;
  if (pthread_getattr_default_np(&attributes) != 0) return;
  size_t size = 0;
  if (pthread_attr_getstacksize(&attributes, &size) == 0 && size < thread_stack_bytes
      && pthread_attr_setstacksize(&attributes, thread_stack_bytes) == 0) {
    pthread_setattr_default_np(&attributes);
  }
  pthread_attr_destroy(&attributes);
}

/// Keeps glibc from a heap for each thread, of 64 MiB of address space, where that is limited: a thread that cannot have
/// its own would get pages from the system for each of its blocks, however small.
static void share_heaps(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  rlim_t heaps = limit.rlim_cur >> 28;
  mallopt(M_ARENA_MAX, heaps < 1 ? 1 : heaps > 1024 ? 1024 : (int)heaps);
}

/// Touches the end of the stack that is needed, so that it is mapped while there is room.
static __attribute__((noinline)) void take_stack(void) {
  char room[stack_bytes];
  // The compiler would make an array that nobody else sees as small as what is used of it.
  __asm__ volatile("" : : "r"(room) : "memory");
  *(volatile char *)room = 0;
}

void allocation_take_stack(void) {
  allow_stack();
  share_heaps();
  memory_is_for("the program itself");
  if (memory_room() < 2 * stack_bytes) refuse(stack_bytes);
  take_stack();
  memory_is_for(NULL);
}
#else
void allocation_take_stack(void) {}
#endif

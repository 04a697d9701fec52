// How much memory the process has and may have, by what the system and the C library say.
#include "CMemory.h"

#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

bool memory_give_back_from(size_t bytes) {
  if (bytes > INT_MAX) return false;
#if defined(M_MMAP_THRESHOLD) && defined(M_TRIM_THRESHOLD)
  return mallopt(M_MMAP_THRESHOLD, (int)bytes) && mallopt(M_TRIM_THRESHOLD, (int)bytes);
#else
  return false;
#endif
}

void memory_give_back(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

/// The numbers of /proc/self/statm, in bytes: all of the address space first, data and stacks sixth. Asks for no memory.
static bool read_sizes(size_t sizes[6]) {
  char text[256];
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t length = read(file, text, sizeof text);
  close(file);
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  int number = 0;
  sizes[0] = 0;
  for (ssize_t i = 0; i < length && number < 6; i += 1) {
    if (text[i] >= '0' && text[i] <= '9') sizes[number] = sizes[number] * 10 + (size_t)(text[i] - '0') * page;
    else if (++number < 6) sizes[number] = 0;
  }
  return number >= 6;
}

size_t memory_in_use(void) {
  size_t sizes[6];
  return read_sizes(sizes) ? sizes[0] : 0;
}

/// What a limit leaves beside `used`.
static size_t room(int resource, size_t used) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return PTRDIFF_MAX;
  size_t left = limit.rlim_cur > used ? limit.rlim_cur - used : 0;
  return left < PTRDIFF_MAX ? left : PTRDIFF_MAX;
}

size_t memory_room(void) {
  size_t sizes[6];
  if (!read_sizes(sizes)) return PTRDIFF_MAX;
  size_t address_space = room(RLIMIT_AS, sizes[0]), data = room(RLIMIT_DATA, sizes[5]);
  size_t least = address_space < data ? address_space : data;
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
  if (least < PTRDIFF_MAX) {
    size_t kept = mallinfo2().fordblks;
    return kept < PTRDIFF_MAX - least ? least + kept : PTRDIFF_MAX;
  }
#endif
  return least;
}

static _Thread_local const char *purpose;

const char *memory_is_for(const char *next) {
  const char *before = purpose;
  purpose = next;
  return before;
}

const char *memory_purpose(void) { return purpose; }

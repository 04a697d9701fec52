// When the C library gives freed memory back to the system.
#include "CMemory.h"

#include <limits.h>
#include <malloc.h>

bool memory_give_back_from(size_t bytes) {
  if (bytes > INT_MAX) return false;
#if defined(M_MMAP_THRESHOLD) && defined(M_TRIM_THRESHOLD)
  return mallopt(M_MMAP_THRESHOLD, (int)bytes) && mallopt(M_TRIM_THRESHOLD, (int)bytes);
#else
  return false;
#endif
}

// Random numbers for the Swift runtime on older systems: glibc has had arc4random since 2.36 only, and it is the one
// function of that age that the program needs.
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

uint32_t arc4random(void);

/// A random number of the system, uniform over 32 bits.
uint32_t arc4random(void) {
  uint32_t value;
  ssize_t count;
  do {
    count = getrandom(&value, sizeof value, 0);
  } while (count < 0 && errno == EINTR);
  if (count != sizeof value) abort();
  return value;
}

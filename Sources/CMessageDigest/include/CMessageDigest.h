// SHA-2 of libmd, the BSDs' message digests, as it is.
#pragma once

#include <sys/types.h>

#include <sha2.h>

// The tiles of Intel AMX without the processor: the same product over memory, with the same bits.
#pragma once

#include "CTiles.h"

/// The functions on tiles in memory.
struct tile_functions emulated_tiles(void);

/// Whether the processor can split floats as `processor_tiles` does: that needs AVX-512 with bfloat16, but no tiles.
bool processor_splits(void);

// libxxhash as it is. The state is laid open so that Swift can hold it as a value.
#pragma once

#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

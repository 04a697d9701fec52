#pragma once

#include "cpu.h"
#include "futex.h"
#include "prefetch.h"
#include "signals.h"
#include "vectors.h"

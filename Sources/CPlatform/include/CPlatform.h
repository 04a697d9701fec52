#pragma once

#include "cpu.h"
#include "futex.h"
#include "signals.h"

#pragma once

#include "cpu.h"
#include "futex.h"

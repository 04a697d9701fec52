#pragma once

#include "cpu.h"
#include "futex.h"
#include "prefetch.h"
#include "signals.h"
#include "signed_products.h"
#include "vectors.h"

#pragma once

#include "signals.h"

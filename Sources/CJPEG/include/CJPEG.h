// TurboJPEG as it is: it reports errors by return values, so Swift calls it without a shim.
#pragma once

#include <turbojpeg.h>

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain, its codes named by what the caller can do about them. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-error.h"

G_DEFINE_QUARK (balie - error - quark, balie_error)

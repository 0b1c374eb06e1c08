/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for technical details: what each of them is about. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_texts_get_detail:
 * @name: of a detail, such as `system`
 *
 * Returns: its title; a name that is not known stays as it is
 */
const char *balie_texts_get_detail (const char *name);

G_END_DECLS

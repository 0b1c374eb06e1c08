/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The icon of a file by its media type. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_file_icon_get:
 * @media_type: (nullable): such as `image/png`
 *
 * Returns: (transfer none): name of a symbolic icon; that of a plain file for what is not known
 */
const char *balie_file_icon_get (const char *media_type);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files that the demo desk begins with. */
#pragma once

#include "balie-server-config.h"
#include "balie-transaction.h"

G_BEGIN_DECLS

/**
 * balie_demo_files_write_articles:
 * @data: folder of data, which is there
 *
 * Gives the desk its own copy of the help articles, to be looked at and changed. A folder that is there is somebody's, and left alone.
 */
gboolean balie_demo_files_write_articles (const char *data,
                                          GError    **error);

/**
 * balie_demo_files_attach:
 * @data: folder of data, which is there
 * @name: of an example in the program
 *
 * Keeps an example as an attachment of the caller's, which no message carries yet.
 *
 * Returns: (transfer full) (nullable): id of the attachment; %NULL on error
 */
char *balie_demo_files_attach (BalieTransaction *transaction,
                               const char       *data,
                               const char       *name,
                               GError          **error);

G_END_DECLS

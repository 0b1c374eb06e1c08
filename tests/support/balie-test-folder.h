/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A temporary folder that goes away with everything in it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BalieTestFolder BalieTestFolder;

/**
 * balie_test_folder_new:
 *
 * Returns: (transfer full): an empty folder
 */
BalieTestFolder *balie_test_folder_new (void);

/**
 * balie_test_folder_new_in:
 * @parent: where to make it, when it matters on which disk
 *
 * Returns: (transfer full): an empty folder
 */
BalieTestFolder *balie_test_folder_new_in (const char *parent);

/**
 * balie_test_folder_free:
 *
 * Removes the folder and everything in it.
 */
void balie_test_folder_free (BalieTestFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTestFolder, balie_test_folder_free)

/**
 * balie_test_folder_get_path:
 *
 * Returns: (transfer none): the folder itself
 */
const char *balie_test_folder_get_path (BalieTestFolder *self);

/**
 * balie_test_folder_get_file:
 * @name: of a file in it, which need not exist
 *
 * Returns: (transfer none): its path, valid as long as the folder
 */
const char *balie_test_folder_get_file (BalieTestFolder *self,
                                        const char      *name);

G_END_DECLS

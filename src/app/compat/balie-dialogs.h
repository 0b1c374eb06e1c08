/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dialogs whose classes newer systems replaced: the only place that uses them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * balie_dialogs_ask_async:
 * @heading: the question
 * @body: what it means
 * @accept_label: what accepting does, with a mnemonic
 * @destructive: whether accepting destroys something
 *
 * Asks a question that can be accepted or cancelled.
 */
void balie_dialogs_ask_async (GtkWindow          *parent,
                              const char         *heading,
                              const char         *body,
                              const char         *accept_label,
                              gboolean            destructive,
                              GAsyncReadyCallback callback,
                              gpointer            user_data);

/**
 * balie_dialogs_ask_finish:
 *
 * Returns: whether it was accepted
 */
gboolean balie_dialogs_ask_finish (GAsyncResult *result);

/**
 * balie_dialogs_choose_file_async:
 * @title: of the dialog
 * @filter: (nullable): which files are offered
 */
void balie_dialogs_choose_file_async (GtkWindow          *parent,
                                      const char         *title,
                                      GtkFileFilter      *filter,
                                      GAsyncReadyCallback callback,
                                      gpointer            user_data);

/**
 * balie_dialogs_choose_file_finish:
 *
 * Returns: (transfer full) (nullable): the chosen file, %NULL when nothing was chosen
 */
GFile *balie_dialogs_choose_file_finish (GAsyncResult *result);

/**
 * balie_dialogs_choose_files_async:
 * @title: of the dialog
 *
 * Lets somebody choose any number of files.
 */
void balie_dialogs_choose_files_async (GtkWindow          *parent,
                                       const char         *title,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);

/**
 * balie_dialogs_choose_files_finish:
 *
 * Returns: (transfer full) (element-type GFile): the chosen files, none when nothing was chosen
 */
GSList *balie_dialogs_choose_files_finish (GAsyncResult *result);

/**
 * balie_dialogs_choose_target_async:
 * @title: of the dialog
 * @name: that is suggested; no path
 *
 * Asks where to save something, and whether to replace what is there.
 */
void balie_dialogs_choose_target_async (GtkWindow          *parent,
                                        const char         *title,
                                        const char         *name,
                                        GAsyncReadyCallback callback,
                                        gpointer            user_data);

/**
 * balie_dialogs_choose_target_finish:
 *
 * Returns: (transfer full) (nullable): the chosen file, %NULL when nothing was chosen
 */
GFile *balie_dialogs_choose_target_finish (GAsyncResult *result);

G_END_DECLS

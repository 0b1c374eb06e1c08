/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files whose name and content follow from the text of their message, so that anybody can tell whether one is whole. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * balie_test_dup_file_name:
 * @text: of the message
 *
 * Returns: (transfer full): the name of its file number @index
 */
char *balie_test_dup_file_name (const char *text,
                                guint       index);

/**
 * balie_test_dup_file_content:
 *
 * Returns: (transfer full): the content of the file @name, different from that of any other
 */
char *balie_test_dup_file_content (const char *name);

/**
 * balie_test_get_n_files:
 *
 * Returns: how many files the message has: what its text says behind a `+`
 */
guint balie_test_get_n_files (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a copy is taken of: a file somewhere, or bytes. */
#pragma once

#include <gio/gio.h>

#include "balie-file-fault.h"

G_BEGIN_DECLS

/**
 * BalieFileSource:
 *
 * Used by one thread at a time. All but the getters may wait on a disk or a network.
 */
typedef struct _BalieFileSource BalieFileSource;

/**
 * balie_file_source_dup_name:
 *
 * Returns: (transfer full): what @file is called, as one line for display; found without looking at the disk
 */
char *balie_file_source_dup_name (GFile *file);

/**
 * balie_file_source_open:
 * @fault: (out): why it cannot be read
 *
 * Only what has an end is opened: no device, no pipe.
 *
 * Returns: (transfer full) (nullable): the source
 */
BalieFileSource *balie_file_source_open (GFile          *file,
                                         GCancellable   *cancellable,
                                         BalieFileFault *fault);

/**
 * balie_file_source_new_for_bytes:
 * @media_type: (nullable): %NULL to look at @bytes
 *
 * Returns: (transfer full): the source
 */
BalieFileSource *balie_file_source_new_for_bytes (const char *name,
                                                  const char *media_type,
                                                  GBytes     *bytes);
void             balie_file_source_free (BalieFileSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieFileSource, balie_file_source_free)

const char *balie_file_source_get_name (BalieFileSource *self);

/**
 * balie_file_source_get_media_type:
 *
 * Returns: by name and content
 */
const char *balie_file_source_get_media_type (BalieFileSource *self);

/**
 * balie_file_source_get_size:
 *
 * Returns: bytes, when it was opened
 */
gint64 balie_file_source_get_size (BalieFileSource *self);

/**
 * balie_file_source_read:
 *
 * Returns: how many bytes were read; 0 at the end, -1 when it cannot be read
 */
gssize balie_file_source_read (BalieFileSource *self,
                               guint8          *buffer,
                               gsize            size,
                               GCancellable    *cancellable);

/**
 * balie_file_source_is_changed:
 *
 * Returns: whether somebody wrote to it since it was opened, as far as can be seen
 */
gboolean balie_file_source_is_changed (BalieFileSource *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of what comes in parts, as fast as the machine can. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BalieSha256:
 *
 * As #GChecksum, but several times faster where the processor has instructions for it: a file of a gigabyte must not wait for its
 * digest. For one thread at a time.
 */
typedef struct _BalieSha256 BalieSha256;

BalieSha256 *balie_sha256_new (void);
void         balie_sha256_free (BalieSha256 *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSha256, balie_sha256_free)

void balie_sha256_update (BalieSha256 *self,
                          const void  *data,
                          gsize        length);

/**
 * balie_sha256_dup_string:
 *
 * Returns: (transfer full): the digest of all so far, hexadecimal in lower case. More may follow.
 */
char *balie_sha256_dup_string (const BalieSha256 *self);

G_END_DECLS

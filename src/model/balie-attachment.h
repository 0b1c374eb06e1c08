/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that hangs on a message. */
#pragma once

#include <glib-object.h>

#include "balie-json-reader.h"
#include "balie-json-writer.h"

G_BEGIN_DECLS

typedef enum {
  BALIE_ATTACHMENT_READY,
  BALIE_ATTACHMENT_CHECKING,
  BALIE_ATTACHMENT_REFUSED,
} BalieAttachmentState;

extern const char *const balie_attachment_state_nicks[];

/**
 * BalieAttachment:
 * @id: UUID
 * @name: of the file, for display; never a path
 * @type: media type
 * @size: bytes
 * @sha256: (nullable): hexadecimal, lower case
 * @width: pixels of a picture, 0 for other files
 * @height: pixels of a picture, 0 for other files
 * @state: whether it can be fetched
 *
 * Immutable once it is shared.
 */
typedef struct
{
  char                *id;
  char                *name;
  char                *type;
  gint64               size;
  char                *sha256;
  int                  width;
  int                  height;
  BalieAttachmentState state;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieAttachment;

#define BALIE_TYPE_ATTACHMENT (balie_attachment_get_type ())
GType balie_attachment_get_type (void) G_GNUC_CONST;

BalieAttachment *balie_attachment_new (void);
BalieAttachment *balie_attachment_ref (BalieAttachment *self);
void             balie_attachment_unref (BalieAttachment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieAttachment, balie_attachment_unref)

/**
 * balie_attachment_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full): an attachment. Faults stay in @reader.
 */
BalieAttachment *balie_attachment_read (BalieJsonReader *reader,
                                        const char      *name);
void             balie_attachment_write (const BalieAttachment *self,
                                         BalieJsonWriter       *writer,
                                         const char            *name);

G_END_DECLS

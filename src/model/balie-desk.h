/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The support organisation that one server serves, as everybody may see it. */
#pragma once

#include "balie-opening-hours.h"

G_BEGIN_DECLS

/**
 * BalieChoice:
 * @id: on the wire
 * @name: for display
 *
 * One category or urgency.
 */
typedef struct
{
  char *id;
  char *name;
} BalieChoice;

/**
 * BalieLimits:
 * @message: characters
 * @subject: characters
 * @attachment: bytes
 * @attachments: files on one message
 * @attachments_size: bytes of all files on one message together
 * @upload_chunk: bytes
 * @blocked_types: (array zero-terminated=1): media types and suffixes (with their dot) that are refused
 */
typedef struct
{
  gint64 message;
  gint64 subject;
  gint64 attachment;
  gint64 attachments;
  gint64 attachments_size;
  gint64 upload_chunk;
  char **blocked_types;
} BalieLimits;

/**
 * BalieDesk:
 * @api: version of the protocol; this is 1
 * @epoch: see #BaliePosition
 * @name: for display
 * @accent: colour as `#rrggbb`
 * @logo: (nullable): path on the server
 * @languages: (array zero-terminated=1): that the desk answers in
 * @opening_hours: when it is open
 * @staffed: whether anybody of the staff is there now
 * @now: the server's clock when it answered; milliseconds since 1970
 * @limits: what the server accepts
 * @categories: (element-type BalieChoice): possibly empty
 * @urgencies: (element-type BalieChoice): possibly empty
 * @features: (array zero-terminated=1): what this server can do beyond the core
 *
 * Immutable once it is shared.
 */
typedef struct
{
  int                api;
  char              *epoch;
  char              *name;
  char              *accent;
  char              *logo;
  char             **languages;
  BalieOpeningHours *opening_hours;
  gboolean           staffed;
  gint64             now;
  BalieLimits        limits;
  GPtrArray         *categories;
  GPtrArray         *urgencies;
  char             **features;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieDesk;

#define BALIE_TYPE_DESK (balie_desk_get_type ())
GType balie_desk_get_type (void) G_GNUC_CONST;

/**
 * balie_desk_new:
 *
 * Returns: (transfer full): a desk with the default limits and opening hours, to be filled in before it is shared
 */
BalieDesk *balie_desk_new (void);
BalieDesk *balie_desk_ref (BalieDesk *self);
void       balie_desk_unref (BalieDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieDesk, balie_desk_unref)

/**
 * BALIE_FEATURE_ATTACHMENTS:
 *
 * The desk takes files.
 */
#define BALIE_FEATURE_ATTACHMENTS "attachments"

/**
 * balie_desk_has_feature:
 * @feature: such as `mail`
 *
 * Returns: whether this server says it can do that; what it does not say must not be promised to anybody
 */
gboolean balie_desk_has_feature (const BalieDesk *self,
                                 const char      *feature);

BalieChoice *balie_choice_new (const char *id,
                               const char *name);
void         balie_choice_free (BalieChoice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieChoice, balie_choice_free)

/**
 * balie_desk_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full): a desk. Faults stay in @reader; an accent that is no colour falls back to the default.
 */
BalieDesk *balie_desk_read (BalieJsonReader *reader,
                            const char      *name);

/**
 * balie_desk_write:
 *
 * Writes the document, `state` with the answer for @self's `now` included.
 */
void balie_desk_write (const BalieDesk *self,
                       BalieJsonWriter *writer,
                       const char      *name);

G_END_DECLS

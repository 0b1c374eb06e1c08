/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the events of a stream are kept, as the streams see it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BalieLoggedEvent:
 * @seq: place in the stream, from 1 without gaps; 0 for an event that is live only
 * @type: the name on the wire, such as `message.created`
 * @data: one JSON value, as it was rendered for the readers of its stream, on one line
 *
 * Immutable.
 */
typedef struct
{
  gint64 seq;
  char  *type;
  char  *data;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieLoggedEvent;

#define BALIE_TYPE_LOGGED_EVENT (balie_logged_event_get_type ())
GType balie_logged_event_get_type (void) G_GNUC_CONST;

BalieLoggedEvent *balie_logged_event_new (gint64      seq,
                                          const char *type,
                                          const char *data);
BalieLoggedEvent *balie_logged_event_ref (BalieLoggedEvent *self);
void              balie_logged_event_unref (BalieLoggedEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieLoggedEvent, balie_logged_event_unref)

#define BALIE_TYPE_EVENT_LOG (balie_event_log_get_type ())
G_DECLARE_INTERFACE (BalieEventLog, balie_event_log, BALIE, EVENT_LOG, GObject)

/**
 * BalieEventLogInterface:
 * @read_async: see balie_event_log_read_async()
 * @read_finish: see balie_event_log_read_finish()
 */
struct _BalieEventLogInterface
{
  GTypeInterface parent_iface;

  void (*read_async) (BalieEventLog      *self,
                      const char         *stream,
                      gint64              after,
                      guint               limit,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data);
  GPtrArray *(*read_finish) (BalieEventLog *self,
                             GAsyncResult  *result,
                             GError       **error);
};

/**
 * balie_event_log_read_async:
 * @stream: an account's id, or `desk`
 * @after: the seq that was read last, 0 for none
 * @limit: most events
 */
void balie_event_log_read_async (BalieEventLog      *self,
                                 const char         *stream,
                                 gint64              after,
                                 guint               limit,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            user_data);

/**
 * balie_event_log_read_finish:
 *
 * Returns: (transfer full) (element-type BalieLoggedEvent): the events that are committed, ascending and without a gap; fewer
 *   than the limit when there are no more
 */
GPtrArray *balie_event_log_read_finish (BalieEventLog *self,
                                        GAsyncResult  *result,
                                        GError       **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a stream of server-sent events apart, whatever pieces it comes in. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BALIE_SSE_MAX_EVENT:
 *
 * Most bytes of one line, and of the data of one event.
 */
#define BALIE_SSE_MAX_EVENT (1024 * 1024)

/**
 * BalieSseEvent:
 * @id: (nullable): of this very event; unlike in browsers, an earlier event's id does not live on
 * @type: such as `message.created`; `message` when the event did not say
 * @data: its lines, joined by line feeds
 * @length: of @data, which may hold NUL
 */
typedef struct
{
  const char *id;
  const char *type;
  const char *data;
  gsize       length;
} BalieSseEvent;

/**
 * BalieSseFunc:
 *
 * Returns: whether to go on; with %FALSE @error is set and the rest is not looked at
 */
typedef gboolean (*BalieSseFunc) (const BalieSseEvent *event,
                                  gpointer             user_data,
                                  GError             **error);

typedef struct _BalieSseParser BalieSseParser;

BalieSseParser *balie_sse_parser_new (BalieSseFunc func,
                                      gpointer     user_data);
void            balie_sse_parser_free (BalieSseParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieSseParser, balie_sse_parser_free)

/**
 * balie_sse_parser_feed:
 * @bytes: the next piece of the stream
 * @error: %BALIE_ERROR_PARSE for a line or an event that is too long, or the error of the function; the parser is then
 *   of no further use
 *
 * Calls the function for each event that is whole by now. An event that the stream breaks off is none.
 */
gboolean balie_sse_parser_feed (BalieSseParser *self,
                                const char     *bytes,
                                gsize           length,
                                GError        **error);

G_END_DECLS

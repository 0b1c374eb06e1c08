/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the front, the router and the event streams know of an exchange, and handlers do not. */
#pragma once

#include <libsoup/soup.h>

#include "balie-exchange.h"
#include "balie-query.h"

G_BEGIN_DECLS

/**
 * BalieExchangeState:
 * @BALIE_EXCHANGE_READING_HEADERS: as it begins
 * @BALIE_EXCHANGE_READING_BODY: the guard let it in
 * @BALIE_EXCHANGE_RUNNING: the request was read; a handler has to answer
 * @BALIE_EXCHANGE_ANSWERED: the answer is on its way
 * @BALIE_EXCHANGE_ENDED: the answer was sent, or there is nobody to answer; also when the connection was taken over
 */
typedef enum {
  BALIE_EXCHANGE_READING_HEADERS,
  BALIE_EXCHANGE_READING_BODY,
  BALIE_EXCHANGE_RUNNING,
  BALIE_EXCHANGE_ANSWERED,
  BALIE_EXCHANGE_ENDED,
} BalieExchangeState;

/**
 * BalieTakeOver:
 * @stream: (transfer full) (nullable): what keeps @socket open
 * @socket: (transfer full) (nullable): the client's, to which the headers were sent; %NULL when the client is gone
 * @user_data: as given
 *
 * Called once for each balie_exchange_take_over().
 */
typedef void (*BalieTakeOver) (BalieExchange *exchange,
                               GIOStream     *stream,
                               GSocket       *socket,
                               gpointer       user_data);

struct _BalieExchange
{
  GObject parent_instance;

  /* Until it ends. */
  SoupServerMessage *message;
  GSocket           *socket;
  GCancellable      *cancellable;
  BalieExchangeState state;
  gboolean           paused;

  /* The request, from when it was read. */
  const char      *method;
  gboolean         is_head;
  char            *path;
  BalieQuery      *query;
  GHashTable      *parameters;
  GBytes          *body;
  BalieJsonReader *reader;
  char            *range;
  char            *client_address;

  /* A body that comes in parts: what has come of the next one. */
  gboolean      is_streamed;
  gboolean      has_whole_body;
  GByteArray   *part;
  BalieBodySink sink;
  gpointer      sink_data;

  /* The caller. */
  char     *account_id;
  BalieRole role;
  char     *session_id;

  /* The answer. */
  char         *etag;
  gboolean      holds_packets;
  GInputStream *source;
  gint64        source_left;
  BalieTakeOver take_over;
  gpointer      take_over_data;

  /* Borrowed from the router, while the caller is looked up. */
  gconstpointer route;
};

BalieExchange *balie_exchange_new (SoupServerMessage *message,
                                   GSocket           *socket);

/**
 * balie_exchange_release_packets:
 *
 * To be called when the answer was written: sends what was held back to be sent together.
 */
void balie_exchange_release_packets (BalieExchange *self);

/**
 * balie_exchange_begin_running:
 *
 * Takes the request over from the message: to be called when it was read as a whole, or its headers were, when the body is streamed.
 */
void balie_exchange_begin_running (BalieExchange *self);

/**
 * balie_exchange_take_chunk:
 * @chunk: of a body that is streamed
 */
void balie_exchange_take_chunk (BalieExchange *self,
                                GBytes        *chunk);

/**
 * balie_exchange_take_end:
 *
 * The body that is streamed came to its end.
 */
void balie_exchange_take_end (BalieExchange *self);

/**
 * balie_exchange_begin_answer:
 *
 * Marks the answer as given.
 *
 * Returns: (transfer none) (nullable): the message; %NULL when there is nobody to take it
 */
SoupServerMessage *balie_exchange_begin_answer (BalieExchange *self);

/**
 * balie_exchange_begin_body:
 * @status: of an answer that has a body
 *
 * Sets the headers that go with a body.
 *
 * Returns: whether it is sent; not when the client has it already
 */
gboolean balie_exchange_begin_body (BalieExchange     *self,
                                    SoupServerMessage *message,
                                    guint              status,
                                    const char        *content_type);

/**
 * balie_exchange_end_answer:
 *
 * Lets the answer go.
 */
void balie_exchange_end_answer (BalieExchange *self);

/**
 * balie_exchange_pause:
 *
 * Lets the message wait, when there is no answer yet.
 */
void balie_exchange_pause (BalieExchange *self);

/**
 * balie_exchange_end:
 *
 * The answer was sent, or nobody is there to take it: cancels what still runs for it. Repeatable.
 */
void balie_exchange_end (BalieExchange *self);

/**
 * balie_exchange_hang_up:
 *
 * Closes the connection, whatever goes on.
 */
void balie_exchange_hang_up (BalieExchange *self);

/**
 * balie_exchange_take_over:
 * @content_type: of the endless answer
 * @take_over: gets the socket, once the headers were sent
 *
 * Answers 200 with headers only, and takes the connection out of the HTTP server.
 */
void balie_exchange_take_over (BalieExchange *self,
                               const char    *content_type,
                               BalieTakeOver  take_over,
                               gpointer       user_data);

/**
 * balie_exchange_set_security_headers:
 * @headers: of an answer
 *
 * Sets what every answer carries, unless it is there.
 */
void balie_exchange_set_security_headers (SoupMessageHeaders *headers);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the routes of all resources share: what they work with, and the way to an action and back. */
#pragma once

#include "balie-articles.h"
#include "balie-caller-cache.h"
#include "balie-conversation-actions.h"
#include "balie-desk-service.h"
#include "balie-event-streams.h"
#include "balie-finder.h"
#include "balie-passwords.h"
#include "balie-presence.h"
#include "balie-router.h"
#include "balie-throttle.h"
#include "balie-typing-limit.h"
#include "balie-uploads.h"

G_BEGIN_DECLS

/**
 * BalieRouteContext:
 *
 * What handlers work with; their `user_data`. Borrowed from the server, which lives longer than its router.
 */
typedef struct
{
  BalieDeskService  *service;
  BalieEventStreams *streams;
  BaliePresence     *presence;
  BaliePasswords    *passwords;
  BalieThrottle     *throttle;
  BalieTypingLimit  *typing_limit;
  BalieCallerCache  *callers;
  BalieUploads      *uploads;
  BalieArticles     *articles;
  BalieFinder       *finder;
} BalieRouteContext;

/* One for each resource: the routes are added to @router, with @context for their handlers. */
void balie_routes_add_desk (BalieRouter       *router,
                            BalieRouteContext *context);
void balie_routes_add_session (BalieRouter       *router,
                               BalieRouteContext *context);
void balie_routes_add_me (BalieRouter       *router,
                          BalieRouteContext *context);
void balie_routes_add_stream (BalieRouter       *router,
                              BalieRouteContext *context);
void balie_routes_add_conversation (BalieRouter       *router,
                                    BalieRouteContext *context);
void balie_routes_add_message (BalieRouter       *router,
                               BalieRouteContext *context);
void balie_routes_add_customer (BalieRouter       *router,
                                BalieRouteContext *context);
void balie_routes_add_upload (BalieRouter       *router,
                              BalieRouteContext *context);
void balie_routes_add_article (BalieRouter       *router,
                               BalieRouteContext *context);

/**
 * balie_routes_dup_caller:
 *
 * Returns: (transfer full): who calls, without a name
 */
BalieCaller *balie_routes_dup_caller (BalieExchange *exchange);

/**
 * balie_routes_write:
 * @action: gives a #BalieReply
 * @input: (transfer full): for @action
 * @input_free: (nullable): frees @input
 *
 * Runs an action that writes in the caller's name, and answers with its reply or its error.
 */
void balie_routes_write (BalieRouteContext *context,
                         BalieExchange     *exchange,
                         BalieAction        action,
                         gpointer           input,
                         GDestroyNotify     input_free);

/**
 * balie_routes_read:
 *
 * As [func@routes_write], for an action that only reads.
 */
void balie_routes_read (BalieRouteContext *context,
                        BalieExchange     *exchange,
                        BalieAction        action,
                        gpointer           input,
                        GDestroyNotify     input_free);

/**
 * balie_routes_answer:
 * @reply: its body is sent and emptied
 */
void balie_routes_answer (BalieExchange *exchange,
                          BalieReply    *reply);

/**
 * balie_routes_read_text:
 * @minimum: fewest characters, white space at both ends left out
 * @maximum: most characters
 *
 * Reads a text of several lines that somebody typed. Control characters other than line feed and tab are a fault.
 *
 * Returns: (transfer none): the text, "" after a fault
 */
const char *balie_routes_read_text (BalieJsonReader *reader,
                                    const char      *name,
                                    gsize            minimum,
                                    gsize            maximum);

/**
 * balie_routes_read_line:
 *
 * As [func@routes_read_text], for one line: line feed and tab are a fault, too.
 */
const char *balie_routes_read_line (BalieJsonReader *reader,
                                    const char      *name,
                                    gsize            minimum,
                                    gsize            maximum);

/**
 * balie_routes_read_choice:
 * @choices: (element-type BalieChoice): what the desk has
 *
 * Reads an optional id of one of @choices; another one is a fault.
 *
 * Returns: (transfer none) (nullable): the id, or %NULL
 */
const char *balie_routes_read_choice (BalieJsonReader *reader,
                                      const char      *name,
                                      GPtrArray       *choices);

/**
 * balie_routes_read_attachments:
 * @maximum: most of them
 *
 * Reads the optional list of attachments that a message carries. One that is there twice is a fault.
 *
 * Returns: (transfer full) (nullable) (element-type utf8): their ids; %NULL when there are none
 */
GPtrArray *balie_routes_read_attachments (BalieJsonReader *reader,
                                          gint64           maximum);

/**
 * balie_routes_read_diagnostics:
 *
 * Reads the optional technical details that go with a message.
 *
 * Returns: (transfer full) (nullable): the details; %NULL when there are none
 */
BalieDiagnostics *balie_routes_read_diagnostics (BalieJsonReader *reader);

/**
 * balie_routes_tell_typing:
 *
 * Tells the other side's readers who are there now.
 */
void balie_routes_tell_typing (BalieEventStreams *streams,
                               const BalieTyping *typing);

/**
 * balie_routes_authenticate:
 *
 * The router's authenticator; its user data is a #BalieRouteContext.
 */
void balie_routes_authenticate (BalieRouter   *router,
                                BalieExchange *exchange,
                                const char    *token,
                                gpointer       user_data);

G_END_DECLS
